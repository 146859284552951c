/**
 * Unit tests are those to run all the time. Beside them stand the tests of the lab and of what speaks to it and to other
 * servers, all on loopback. Contract and acceptance tests need real programs, and those of the docs have the compiler go
 * through the whole project.
 */
const LOOPBACK = "(lab|provider/(plugin|proxmox|resources|sftp|tls|webdav))";

/**
 * Each use of a global goes through the sandbox of the test, which costs more than most functions of ours: given to every
 * module as variables of its own, they save a fifth of all time. Only those that no package declares anew.
 */
const GLOBALS = ["Array", "JSON", "Map", "Math", "Object", "Reflect", "RegExp", "Set", "WeakMap", "WeakSet"];

const shared = {
  testEnvironment: "node",
  sandboxInjectedGlobals: GLOBALS,
  // zod brings its messages in 50 languages, which every test file would load; English alone is imported apart.
  moduleNameMapper: { "^\\.\\./locales/index\\.cjs$": "<rootDir>/node_modules/zod/v4/locales/en.cjs" },
  transform: { "^.+\\.ts$": ["@swc/jest", { jsc: { parser: { syntax: "typescript" }, target: "es2023" } }] },
  modulePathIgnorePatterns: ["<rootDir>/dist/", "<rootDir>/cdktf.out/", "<rootDir>/.slipway/"],
};

module.exports = {
  // What hangs has to end, and what is right may take its time on a machine that is slow or busy.
  testTimeout: 30_000,
  projects: [
    {
      ...shared,
      displayName: "unit",
      testMatch: ["<rootDir>/__tests__/**/*.test.ts"],
      testPathIgnorePatterns: [`/__tests__/(${LOOPBACK}|contract|acceptance|docs|bench)/`],
    },
    { ...shared, displayName: "loopback", testRegex: `/__tests__/${LOOPBACK}/.*\\.test\\.ts$` },
    { ...shared, displayName: "docs", testMatch: ["<rootDir>/__tests__/docs/**/*.test.ts"] },
    { ...shared, displayName: "contract", testMatch: ["<rootDir>/__tests__/contract/**/*.test.ts"] },
    { ...shared, displayName: "acceptance", testMatch: ["<rootDir>/__tests__/acceptance/**/*.test.ts"] },
  ],
};
