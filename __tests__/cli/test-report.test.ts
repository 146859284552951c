import { execFileSync } from "node:child_process";
import { mkdtempSync, rmSync, writeFileSync } from "node:fs";
import { tmpdir } from "node:os";
import { join } from "node:path";

const folder = mkdtempSync(join(tmpdir(), "slipway-report-"));
afterAll(() => rmSync(folder, { recursive: true }));

const test = (fullName: string, status: string): object => ({ fullName, status });

/** As jest writes them, of what is looked at here. */
const first = {
  numPassedTests: 2,
  numFailedTests: 1,
  numPendingTests: 1,
  success: false,
  testResults: [
    {
      name: "/a",
      status: "failed",
      startTime: 1000,
      endTime: 1500,
      assertionResults: [test("a 1", "passed"), test("a 2", "failed"), test("a 3", "pending")],
    },
    { name: "/broken", status: "failed", startTime: 0, endTime: 0, assertionResults: [] },
  ],
};
const second = {
  numPassedTests: 3,
  numPendingTests: 0,
  success: true,
  testResults: [
    { name: "/b", status: "passed", startTime: 2000, endTime: 9000, assertionResults: [test("b 1", "passed")] },
  ],
};

/** What is made of the reports of two runs; the scripts are plain JavaScript modules, so they run as Node runs them. */
function together(...reports: readonly (object | string)[]): unknown {
  const paths = reports.map((report, index) => {
    const path = join(folder, `${index}.json`);
    if (typeof report === "object") writeFileSync(path, JSON.stringify(report));
    return typeof report === "object" ? path : report;
  });
  const script = `
    import { countTests, joinReports, readReport, slowestSuites } from ${JSON.stringify(join(__dirname, "../../lib/cli/scripts/test-report.mjs"))};
    const all = joinReports(${JSON.stringify(paths)}.map(readReport));
    console.log(JSON.stringify({ success: all.success, ...countTests(all), slowest: slowestSuites(all, 2) }));`;
  return JSON.parse(execFileSync(process.execPath, ["--input-type=module", "-e", script], { encoding: "utf8" }));
}

describe("the reports of several runs of jest", () => {
  it("are counted together, a suite that cannot be loaded as one failure", () => {
    expect(together(first, second)).toEqual({
      success: false,
      passed: 5,
      failed: 2,
      skipped: 1,
      skippedNames: ["a 3"],
      slowest: [
        { name: "/b", seconds: 7 },
        { name: "/a", seconds: 0.5 },
      ],
    });
  });

  it("hold a failure for a run that left none", () => {
    expect(together(second, join(folder, "missing.json"))).toEqual({
      success: false,
      passed: 3,
      failed: 1,
      skipped: 0,
      skippedNames: [],
      slowest: [{ name: "/b", seconds: 7 }],
    });
  });
});
