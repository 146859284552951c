/**
 * Unit tests are those to run all the time. Beside them stand the tests of the lab and of what speaks to it and to other
 * servers, all on loopback. Contract and acceptance tests need real programs, and those of the docs have the compiler go
 * through the whole project.
 */
const LOOPBACK = "(lab|provider/(plugin|proxmox|resources|sftp|tls|webdav))";

const shared = {
  testEnvironment: "node",
  transform: { "^.+\\.ts$": ["@swc/jest", { jsc: { parser: { syntax: "typescript" }, target: "es2023" } }] },
  modulePathIgnorePatterns: ["<rootDir>/dist/", "<rootDir>/cdktf.out/", "<rootDir>/.slipway/"],
};

module.exports = {
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
