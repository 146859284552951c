import { spawnSync } from "node:child_process";
import { mkdtempSync, readdirSync, rmSync, writeFileSync } from "node:fs";
import { hostname, tmpdir } from "node:os";
import { join } from "node:path";
import { Unfinished } from "../../../../lib/provider/resources/vm/unfinished";

describe("Unfinished", () => {
  const directory = mkdtempSync(join(tmpdir(), "slipway-unfinished-"));
  const folder = join(directory, "vms-being-created");
  const unfinished = new Unfinished(directory);
  afterAll(() => rmSync(directory, { recursive: true, force: true }));

  /** The number of a process that has ended. */
  const ended = (): number => spawnSync(process.execPath, ["--version"]).pid;

  it("remembers a VM while it is created, and no longer, whatever comes of it", async () => {
    const seen = await unfinished.during("uuid-1", () => Promise.resolve(readdirSync(folder)));
    const failing = unfinished.during("uuid-2", () => Promise.reject(new Error("no")));

    await expect(failing).rejects.toThrow("no");
    expect([seen, readdirSync(folder)]).toEqual([["uuid-1"], []]);
  });

  it("knows those whose process is no more, and no others", async () => {
    writeFileSync(join(folder, "killed"), `${hostname()} ${ended()}\n`);
    writeFileSync(join(folder, "at-work"), `${hostname()} ${process.pid}\n`);
    writeFileSync(join(folder, "elsewhere"), `another-host ${ended()}\n`);
    writeFileSync(join(folder, "damaged"), "");

    expect(await unfinished.abandoned()).toEqual(["killed"]);

    await unfinished.forget("killed");
    expect(await unfinished.abandoned()).toEqual([]);
  });

  it("lets a VM be created where nothing can be remembered", async () => {
    const nowhere = new Unfinished("/dev/null/nowhere");

    expect(await nowhere.during("uuid", () => Promise.resolve("made"))).toBe("made");
    expect(await nowhere.abandoned()).toEqual([]);
  });
});
