import { spawn } from "node:child_process";
import { cpSync, existsSync, mkdirSync, mkdtempSync, readFileSync, rmSync, symlinkSync, writeFileSync } from "node:fs";
import { tmpdir } from "node:os";
import { dirname, join } from "node:path";

jest.setTimeout(90_000);

const clone = join(__dirname, "../..");
const PROJECTS = ["unit", "loopback", "docs", "contract", "acceptance"];

/** A project of its own with the script of `npm test` and the real jest, and a few tests in place of ours. */
function aProject(tests: Readonly<Record<string, string>>): string {
  const root = mkdtempSync(join(tmpdir(), "slipway-test-script-"));
  mkdirSync(join(root, "lib/cli"), { recursive: true });
  cpSync(join(clone, "lib/cli/scripts"), join(root, "lib/cli/scripts"), { recursive: true });
  symlinkSync(join(clone, "node_modules"), join(root, "node_modules"));
  const projects = PROJECTS.map((name) => ({ displayName: name, testMatch: [`<rootDir>/${name}/*.test.js`] }));
  writeFileSync(join(root, "package.json"), "{}");
  writeFileSync(join(root, "jest.config.js"), `module.exports = ${JSON.stringify({ projects })};`);
  for (const [path, text] of Object.entries(tests)) {
    mkdirSync(dirname(join(root, path)), { recursive: true });
    writeFileSync(join(root, path), text);
  }
  return root;
}

interface Ended {
  readonly status: number | null;
  readonly lines: readonly string[];
}

/** Runs the script to its end; `onStart` is told how to send it a signal. */
function run(root: string, args: readonly string[], onStart?: (kill: () => void) => void): Promise<Ended> {
  const child = spawn(process.execPath, [join(root, "lib/cli/scripts/test.mjs"), ...args], {
    cwd: root,
    stdio: ["ignore", "pipe", "ignore"],
    timeout: 60_000,
  });
  let output = "";
  child.stdout.on("data", (chunk: Buffer) => (output += chunk.toString()));
  onStart?.(() => child.kill("SIGINT"));
  return new Promise((resolve) =>
    child.on("close", (status) => resolve({ status, lines: output.trimEnd().split("\n") })),
  );
}

const PASSES = 'it("passes", () => undefined);';

describe("npm test", () => {
  const roots: string[] = [];
  const project = (tests: Readonly<Record<string, string>>): string => {
    const root = aProject(tests);
    roots.push(root);
    return root;
  };
  afterAll(() => roots.forEach((root) => rmSync(root, { recursive: true })));

  it("counts both runs of jest in its last line, and lists what was skipped", async () => {
    const root = project({
      "unit/a.test.js": `${PASSES} it.skip("waits", () => undefined);`,
      "docs/b.test.js": PASSES,
      "contract/c.test.js": `${PASSES} it.skip("lacks its program", () => undefined);`,
    });

    const { status, lines } = await run(root, PROJECTS);

    expect(lines).toEqual(["skipped: waits", "skipped: lacks its program", "3 passed, 0 failed, 2 skipped"]);
    expect(status).toBe(0);
    const report = JSON.parse(readFileSync(join(root, ".slipway/test-results.json"), "utf8")) as object;
    expect(report).toMatchObject({ success: true, numPassedTests: 3, numPendingTests: 2 });
  });

  it("runs the second although the first failed, and counts a suite that cannot be loaded", async () => {
    const root = project({
      "unit/a.test.js": 'it("fails", () => { throw new Error("no"); });',
      "loopback/b.test.js": "require('./missing');",
      "acceptance/c.test.js": PASSES,
    });

    expect(await run(root, PROJECTS)).toEqual({ status: 1, lines: ["1 passed, 2 failed, 0 skipped"] });
  });

  it("takes the names of files for those of all projects", async () => {
    const root = project({ "unit/a.test.js": PASSES, "contract/c.test.js": PASSES });

    expect(await run(root, ["contract/c"])).toEqual({ status: 0, lines: ["1 passed, 0 failed, 0 skipped"] });
  });

  it("fails where nothing was tested", async () => {
    const root = project({ "unit/a.test.js": PASSES });

    expect(await run(root, ["nothing-of-this-name"])).toEqual({
      status: 1,
      lines: ["0 passed, 0 failed, 0 skipped"],
    });
  });

  it("says which suites took longest when it is asked to", async () => {
    const root = project({ "unit/a.test.js": PASSES, "contract/c.test.js": PASSES });

    const { lines } = await run(root, [...PROJECTS, "--slowest"]);

    expect(lines.map((line) => line.replace(/^ *\d+\.\d s/, "N s")).sort()).toEqual([
      "2 passed, 0 failed, 0 skipped",
      "N s  contract/c.test.js",
      "N s  unit/a.test.js",
      "slowest suites:",
    ]);
  });

  it("ends the run that goes on when it is interrupted, and begins no other", async () => {
    const waits = `
      require("node:fs").writeFileSync("begun", "");
      it("waits", () => new Promise((resolve) => setTimeout(resolve, 50_000)), 60_000);`;
    const root = project({
      "unit/a.test.js": waits,
      "contract/c.test.js": 'require("node:fs").writeFileSync("second", "");',
    });

    const { status, lines } = await run(root, PROJECTS, (interrupt) => {
      const timer = setInterval(() => {
        if (!existsSync(join(root, "begun"))) return;
        clearInterval(timer);
        interrupt();
      }, 50).unref();
    });

    expect(status).toBe(1);
    expect(lines.at(-1)).toBe("0 passed, 2 failed, 0 skipped");
    expect(existsSync(join(root, "second"))).toBe(false);
  });
});
