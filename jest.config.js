/**
 * Unit tests are those to run all the time. Contract and acceptance tests are projects of their own, since they need real
 * programs; those of the docs are too, since they have the compiler go through the whole project.
 */
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
      testPathIgnorePatterns: ["/__tests__/(contract|acceptance|docs|bench)/"],
    },
    { ...shared, displayName: "docs", testMatch: ["<rootDir>/__tests__/docs/**/*.test.ts"] },
    { ...shared, displayName: "contract", testMatch: ["<rootDir>/__tests__/contract/**/*.test.ts"] },
    { ...shared, displayName: "acceptance", testMatch: ["<rootDir>/__tests__/acceptance/**/*.test.ts"] },
  ],
};
