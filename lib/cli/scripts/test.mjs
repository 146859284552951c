// `npm test`: types, style, then jest; ends with one line that counts them all.
//
//   npm test                   everything
//   npm test -- unit           one of the jest projects: unit, loopback, docs, contract, acceptance
//   npm test -- <jest flags>   handed on to jest
import { spawn } from "node:child_process";
import { mkdirSync, readFileSync, rmSync } from "node:fs";
import { createRequire } from "node:module";
import { dirname, join } from "node:path";
import { fileURLToPath } from "node:url";

const root = join(dirname(fileURLToPath(import.meta.url)), "../../..");
const require = createRequire(import.meta.url);
const PROJECTS = ["unit", "loopback", "docs", "contract", "acceptance"];
const MINUTES = 60;

let child;
for (const signal of ["SIGINT", "SIGTERM", "SIGHUP"]) process.on(signal, () => child?.kill(signal));

function node(script, args) {
  const env = {
    ...process.env,
    FORCE_COLOR: process.env["FORCE_COLOR"] ?? (process.stdout.isTTY ? "1" : "0"),
    CHECKPOINT_DISABLE: "1",
  };
  child = spawn(process.execPath, [script, ...args], { cwd: root, stdio: "inherit", env });
  const limit = setTimeout(() => child.kill("SIGKILL"), MINUTES * 60_000);
  return new Promise((resolve) => child.on("close", (status) => (clearTimeout(limit), resolve(status ?? 1))));
}

const programOf = (name, bin) => join(dirname(require.resolve(`${name}/package.json`)), bin);
const projects = process.argv.slice(2).filter((arg) => PROJECTS.includes(arg));
const flags = process.argv.slice(2).filter((arg) => !PROJECTS.includes(arg));

const checks = [
  ["types", programOf("typescript", "bin/tsc"), ["--noEmit", "-p", root]],
  ["rules", programOf("eslint", "bin/eslint.js"), ["."]],
  ["format", programOf("prettier", "bin/prettier.cjs"), ["--check", "--log-level", "warn", "."]],
];

const failed = [];
const whole = process.argv.length === 2;
for (const [name, script, args] of whole ? checks : []) {
  const status = await node(script, args);
  console.log(`${status === 0 ? "PASS" : "FAIL"} ${name}`);
  if (status !== 0) failed.push(name);
}

const report = join(root, ".slipway/test-results.json");
mkdirSync(dirname(report), { recursive: true });
rmSync(report, { force: true });
const selection = projects.length > 0 ? ["--selectProjects", ...projects] : [];
// jest leaves a core free, on two of them half the machine; unit tests alone disturb nobody who waits for a deadline.
if (projects.length === 1 && projects[0] === "unit") selection.push("--maxWorkers=100%");
const status = await node(programOf("jest", "bin/jest.js"), [
  "--json",
  `--outputFile=${report}`,
  "--ci",
  ...selection,
  ...flags,
]);

const {
  numPassedTests = 0,
  numFailedTests = 0,
  numPendingTests = 0,
  numFailedTestSuites = 0,
  testResults = [],
} = read(report);
for (const suite of testResults)
  for (const test of suite.assertionResults) if (test.status === "pending") console.log(`skipped: ${test.fullName}`);

// A suite that cannot even be loaded has no failed test of its own.
const broken = testResults.filter((suite) => suite.status === "failed" && suite.assertionResults.length === 0).length;
const bad = numFailedTests + broken + failed.length;
const good = numPassedTests + (whole ? checks.length - failed.length : 0);
console.log(`${good} passed, ${bad} failed, ${numPendingTests} skipped`);
process.exit(status === 0 && bad === 0 && numFailedTestSuites === 0 && good > 0 ? 0 : 1);

function read(path) {
  try {
    return JSON.parse(readFileSync(path, "utf8"));
  } catch {
    return { numFailedTests: 1 };
  }
}
