import { execFile } from "node:child_process";
import { existsSync, mkdtempSync, readdirSync, readFileSync, rmSync, writeFileSync } from "node:fs";
import { tmpdir } from "node:os";
import { join } from "node:path";
import { promisify } from "node:util";

const run = promisify(execFile);
const setUp = join(__dirname, "../../lib/cli/setup");

/** The set-up is plain JavaScript modules, so the tests run them as Node does. */
async function evaluate(script: string): Promise<string> {
  const { stdout } = await run(process.execPath, ["--input-type=module", "-e", script], { timeout: 20_000 });
  return stdout.trim();
}

describe("the set-up's lock", () => {
  const folder = mkdtempSync(join(tmpdir(), "slipway-test-"));
  afterAll(() => rmSync(folder, { recursive: true }));

  it("is taken over from an owner that is gone, and released", async () => {
    writeFileSync(join(folder, "setup.lock"), "2147483646");

    const said = await evaluate(`
      import { withLock } from ${JSON.stringify(join(setUp, "lock.mjs"))};
      console.log(await withLock(${JSON.stringify(folder)}, async () => "worked"));`);

    expect(said).toBe("worked");
    expect(existsSync(join(folder, "setup.lock"))).toBe(false);
  });

  it("keeps two set-ups apart", async () => {
    const script = (name: string): string => `
      import { withLock } from ${JSON.stringify(join(setUp, "lock.mjs"))};
      import { appendFileSync } from "node:fs";
      await withLock(${JSON.stringify(folder)}, async () => {
        for (const part of ["begin", "end"]) {
          appendFileSync(${JSON.stringify(join(folder, "log"))}, ${JSON.stringify(name)} + part + " ");
          await new Promise((resolve) => setTimeout(resolve, 50));
        }
      });
      console.log((await import("node:fs")).readFileSync(${JSON.stringify(join(folder, "log"))}, "utf8"));`;

    const logs = await Promise.all([evaluate(script("a")), evaluate(script("b"))]);

    expect(["abegin aend bbegin bend", "bbegin bend abegin aend"]).toContain(
      logs.sort((a, b) => b.length - a.length)[0],
    );
  });
});

describe("the set-up's lock, when its owner has gone", () => {
  const folder = mkdtempSync(join(tmpdir(), "slipway-test-"));
  afterAll(() => rmSync(folder, { recursive: true }));

  it("is broken once, however many wait for it", async () => {
    const log = join(folder, "log");
    writeFileSync(join(folder, "setup.lock"), JSON.stringify({ pid: 2147483646, started: "1", id: "gone" }));
    const script = `
      import { withLock } from ${JSON.stringify(join(setUp, "lock.mjs"))};
      import { appendFileSync } from "node:fs";
      await withLock(${JSON.stringify(folder)}, async () => {
        appendFileSync(${JSON.stringify(log)}, "in ");
        await new Promise((resolve) => setTimeout(resolve, 30));
        appendFileSync(${JSON.stringify(log)}, "out ");
      });`;

    await Promise.all(Array.from({ length: 6 }, () => evaluate(script)));

    expect(readFileSync(log, "utf8")).toBe("in out ".repeat(6));
    expect(readdirSync(folder)).toEqual(["log"]);
  });

  const onLinux = process.platform === "linux" ? it : it.skip;
  onLinux("is told from a process that was given its id later", async () => {
    writeFileSync(join(folder, "setup.lock"), JSON.stringify({ pid: process.pid, started: "1" }));

    const said = await evaluate(`
      import { withLock } from ${JSON.stringify(join(setUp, "lock.mjs"))};
      console.log(await withLock(${JSON.stringify(folder)}, async () => "worked"));`);

    expect(said).toBe("worked");
  });
});

describe("findOpenTofu", () => {
  const folder = mkdtempSync(join(tmpdir(), "slipway-test-"));
  afterAll(() => rmSync(folder, { recursive: true }));

  const find = (tofu: string): Promise<string> =>
    evaluate(`
      import { findOpenTofu } from ${JSON.stringify(join(setUp, "opentofu.mjs"))};
      process.env["TOFU"] = ${JSON.stringify(tofu)};
      console.log(await findOpenTofu().then(JSON.stringify, (error) => error.message));`);

  function aProgram(says: string): string {
    const path = join(folder, "tofu");
    writeFileSync(path, `#!/bin/sh\necho '${says}'\n`, { mode: 0o755 });
    return path;
  }

  it("takes the one that TOFU names", async () => {
    const path = aProgram("OpenTofu v1.12.6");

    expect(JSON.parse(await find(path))).toEqual({ path, version: "1.12.6" });
  });

  it("refuses a TOFU that is not there, rather than take another", async () => {
    expect(await find(join(folder, "missing"))).toContain(
      `TOFU is "${join(folder, "missing")}", which cannot be used: it is not there, or cannot be run`,
    );
  });

  it("refuses a TOFU that is too old", async () => {
    expect(await find(aProgram("OpenTofu v1.9.0"))).toContain("which cannot be used: 1.9.0 is older than 1.11");
  });
});

describe("the children of set-up", () => {
  it("end with all that they started, and the temporary folders with them", async () => {
    const said = await evaluate(`
      import { endChildren, run, withTemporaryFolder } from ${JSON.stringify(join(setUp, "process.mjs"))};
      import { spawnSync } from "node:child_process";
      import { existsSync } from "node:fs";
      let folder, grandchild;
      const started = new Promise((resolve) =>
        void withTemporaryFolder((path) => {
          folder = path;
          return run("sh", ["-c", "sleep 60 & echo $!; wait"], { onLine: (line) => resolve((grandchild = Number(line))) });
        }));
      await started;
      await endChildren();
      // Whoever adopts it may take a while to collect it, so an ended process counts as gone.
      const isAlive = () => spawnSync("ps", ["-o", "stat=", "-p", String(grandchild)], { encoding: "utf8" }).stdout.trim().replace(/^Z.*/, "") !== "";
      for (let round = 0; isAlive() && round < 500; round += 1) await new Promise((resolve) => setTimeout(resolve, 20));
      const alive = isAlive();
      console.log(JSON.stringify({ alive, folder: existsSync(folder) }));`);

    expect(JSON.parse(said)).toEqual({ alive: false, folder: false });
  });
});

describe("withoutDeprecated", () => {
  it("drops what the provider calls deprecated and keeps the rest", async () => {
    const schema = {
      provider_schemas: {
        p: {
          provider: {},
          resource_schemas: { old: { block: { deprecated: true } }, current: { block: {} } },
          data_source_schemas: { old: { block: { deprecated: true } } },
        },
      },
    };

    const said = await evaluate(`
      import { withoutDeprecated } from ${JSON.stringify(join(setUp, "generate-bindings.mjs"))};
      console.log(JSON.stringify(withoutDeprecated(${JSON.stringify(schema)})));`);

    expect(JSON.parse(said)).toEqual({
      provider_schemas: { p: { provider: {}, resource_schemas: { current: { block: {} } }, data_source_schemas: {} } },
    });
  });
});
