import { execFile } from "node:child_process";
import { existsSync, mkdtempSync, rmSync, writeFileSync } from "node:fs";
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
