/** Unit tests run by default; contract and acceptance tests are projects of their own, since they need real programs. */
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
      testPathIgnorePatterns: ["/__tests__/(contract|acceptance|bench)/"],
    },
    { ...shared, displayName: "contract", testMatch: ["<rootDir>/__tests__/contract/**/*.test.ts"] },
    { ...shared, displayName: "acceptance", testMatch: ["<rootDir>/__tests__/acceptance/**/*.test.ts"] },
  ],
};
