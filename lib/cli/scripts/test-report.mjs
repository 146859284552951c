// What runs of jest have reported, taken together.
import { readFileSync } from "node:fs";

/** The report that jest has left in a file; where it left none, one failure stands for all that it did not do. */
export function readReport(path) {
  try {
    return JSON.parse(readFileSync(path, "utf8"));
  } catch {
    return { numFailedTests: 1, success: false, testResults: [] };
  }
}

/** One report of several, in jest's own form: what is counted added up, and the suites of all. */
export function joinReports(reports) {
  const counts = [...new Set(reports.flatMap((report) => Object.keys(report)))].filter((key) => key.startsWith("num"));
  return {
    ...Object.fromEntries(counts.map((key) => [key, reports.reduce((sum, report) => sum + (report[key] ?? 0), 0)])),
    success: reports.every(({ success }) => success === true),
    testResults: reports.flatMap(({ testResults = [] }) => testResults),
  };
}

/** How many tests passed, failed and were skipped, and which those are. */
export function countTests({ numPassedTests = 0, numFailedTests = 0, numPendingTests = 0, testResults }) {
  // A suite that cannot even be loaded has no failed test of its own.
  const broken = testResults.filter((suite) => suite.status === "failed" && suite.assertionResults.length === 0);
  const pending = testResults.flatMap((suite) => suite.assertionResults).filter(({ status }) => status === "pending");
  return {
    passed: numPassedTests,
    failed: numFailedTests + broken.length,
    skipped: numPendingTests,
    skippedNames: pending.map(({ fullName }) => fullName),
  };
}

/** The suites that took longest, the slowest first: seconds, loading included, and the file. */
export function slowestSuites({ testResults }, most = 10) {
  return testResults
    .map(({ name, startTime, endTime }) => ({ name, seconds: (endTime - startTime) / 1000 }))
    .filter(({ seconds }) => Number.isFinite(seconds))
    .sort((a, b) => b.seconds - a.seconds)
    .slice(0, most);
}
