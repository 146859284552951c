// `npm test`: types, style, then jest; ends with one line that counts them all.
//
//   npm test                   everything
//   npm test -- unit           one of the jest projects: unit, loopback, docs, contract, acceptance
//   npm test -- --slowest      everything, and which ten suites took longest
//   npm test -- <jest flags>   handed on to jest
import { spawn } from "node:child_process";
import { mkdirSync, rmSync, writeFileSync } from "node:fs";
import { createRequire } from "node:module";
import { dirname, join, relative } from "node:path";
import { fileURLToPath } from "node:url";
import { countTests, joinReports, readReport, slowestSuites } from "./test-report.mjs";

const root = join(dirname(fileURLToPath(import.meta.url)), "../../..");
const require = createRequire(import.meta.url);

/**
 * Runs of jest, one after the other, by the projects of each. What needs no more than this process may fill all cores;
 * real programs have deadlines of their own, and jest leaves them a core, which on two of them is half the machine.
 */
const RUNS = [
  { projects: ["unit", "loopback", "docs"], workers: ["--maxWorkers=100%"] },
  { projects: ["contract", "acceptance"], workers: [] },
];
const PROJECTS = RUNS.flatMap(({ projects }) => projects);

/** Of all that is started here together. */
const MINUTES = 60;
const deadline = Date.now() + MINUTES * 60_000;

let child;
let stopped = false;
for (const signal of ["SIGINT", "SIGTERM", "SIGHUP"])
  process.on(signal, () => {
    stopped = true;
    child?.kill(signal);
  });

/** Runs a program to its end; once we were stopped, or the time is up, none is started any more. */
function node(script, args) {
  if (stopped || Date.now() >= deadline) return Promise.resolve(1);
  const env = {
    ...process.env,
    FORCE_COLOR: process.env["FORCE_COLOR"] ?? (process.stdout.isTTY ? "1" : "0"),
    CHECKPOINT_DISABLE: "1",
  };
  child = spawn(process.execPath, [script, ...args], { cwd: root, stdio: "inherit", env });
  const limit = setTimeout(() => child.kill("SIGKILL"), deadline - Date.now());
  return new Promise((resolve) => child.on("close", (status) => (clearTimeout(limit), resolve(status ?? 1))));
}

const programOf = (name, bin) => join(dirname(require.resolve(`${name}/package.json`)), bin);
const given = process.argv.slice(2).filter((arg) => arg !== "--slowest");
const slowest = process.argv.includes("--slowest");
const chosen = given.filter((arg) => PROJECTS.includes(arg));
const flags = given.filter((arg) => !PROJECTS.includes(arg));
const whole = given.length === 0;
const saysWorkers = flags.some((flag) => /^(-i|-w|--runInBand|--maxWorkers)\b/.test(flag));

const checks = [
  ["types", programOf("typescript", "bin/tsc"), ["--noEmit", "-p", root]],
  ["rules", programOf("eslint", "bin/eslint.js"), ["."]],
  ["format", programOf("prettier", "bin/prettier.cjs"), ["--check", "--log-level", "warn", "."]],
];

const failed = [];
for (const [name, script, args] of whole ? checks : []) {
  const status = await node(script, args);
  console.log(`${status === 0 ? "PASS" : "FAIL"} ${name}`);
  if (status !== 0) failed.push(name);
}

const report = join(root, ".slipway/test-results.json");
mkdirSync(dirname(report), { recursive: true });
rmSync(report, { force: true });

// A run that fails, or cannot even begin, does not keep the other from showing what it finds.
const reports = [];
let jestFailed = false;
for (const run of RUNS) {
  const projects = run.projects.filter((project) => chosen.length === 0 || chosen.includes(project));
  if (projects.length === 0) continue;
  const part = join(dirname(report), `test-results.${projects[0]}.json`);
  rmSync(part, { force: true });
  // Ours come last but for the projects' names, which would take what follows for more of them.
  const workers = saysWorkers ? [] : run.workers;
  const args = ["--json", `--outputFile=${part}`, "--ci", ...workers, ...flags, "--passWithNoTests"];
  const status = await node(programOf("jest", "bin/jest.js"), [...args, "--selectProjects", ...projects]);
  jestFailed ||= status !== 0;
  reports.push(readReport(part));
  rmSync(part, { force: true });
}

const all = joinReports(reports);
writeFileSync(report, JSON.stringify(all));
const { passed, failed: failures, skipped, skippedNames } = countTests(all);
for (const name of skippedNames) console.log(`skipped: ${name}`);
if (slowest) {
  console.log("slowest suites:");
  for (const { name, seconds } of slowestSuites(all))
    console.log(`${seconds.toFixed(1).padStart(7)} s  ${relative(root, name)}`);
}

// A jest that fails without a failed test must not end under a line that says that nothing has failed.
const bad = failures + failed.length || (jestFailed ? 1 : 0);
const good = passed + (whole ? checks.length - failed.length : 0);
console.log(`${good} passed, ${bad} failed, ${skipped} skipped`);
process.exit(bad === 0 && good > 0 ? 0 : 1);
