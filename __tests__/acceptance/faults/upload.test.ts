import { mkdirSync, readFileSync, writeFileSync } from "node:fs";
import { join } from "node:path";
import type { Fault, FaultRequest } from "../../../lib/lab/pve/types";
import { describeWithTofu, World } from "../world";
import { Trial } from "./trial";

jest.setTimeout(180_000);

const isUpload = ({ method, path }: FaultRequest): boolean => method === "POST" && path.endsWith("/upload");

/** Where the connection is cut, in the order in which the uploads begin. */
const CUTS: readonly (readonly [where: string, fault: (bodyBytes: number) => Fault])[] = [
  ["before the first byte", () => ({ dropAfterBytes: 0 })],
  ["at the first byte", () => ({ dropAfterBytes: 1 })],
  ["within the fields before the file", () => ({ dropAfterBytes: 200 })],
  ["within the file's first block", () => ({ dropAfterBytes: 4096 })],
  ["after a quarter", (bytes) => ({ dropAfterBytes: Math.floor(bytes / 4) })],
  ["half-way", (bytes) => ({ dropAfterBytes: Math.floor(bytes / 2) })],
  ["within the last block", (bytes) => ({ dropAfterBytes: bytes - 4096 })],
  ["before the last byte", (bytes) => ({ dropAfterBytes: bytes - 1 })],
  ["at the last byte", (bytes) => ({ dropAfterBytes: bytes })],
  ["before the answer", () => ({ dropAnswer: true })],
];

describeWithTofu("uploads of ISOs", () => {
  let world: World;
  let trial: Trial;
  beforeAll(async () => {
    world = await World.begin();
    trial = await Trial.begin(world);
  });
  afterAll(() => world.end());
  afterEach(async () => {
    await trial.empty();
    expect(world.lab.pve.isos()).toEqual([]);
  });

  function isos(count: number): string {
    const release = JSON.parse(readFileSync(world.lab.environment.releaseFile, "utf8")) as {
      coreos: { iso: { url: string; sha256: string } };
    };
    const { url, sha256 } = release.coreos.iso;
    return `resource "slipway_coreos_iso" "one" {
      count        = ${count}
      node_name    = "pve1"
      datastore_id = "local"
      name         = "iso-\${count.index}"
      source       = { url = "${url}", sha256 = "${sha256}" }
      ignition_wo  = jsonencode({ kind = "ignition", config = {} })
    }`;
  }
  const inState = (): readonly unknown[] => trial.state("slipway_coreos_iso").map(({ volume_id }) => volume_id);

  it(`are cut at ten places: ${CUTS.map(([where]) => where).join(", ")}; nothing is left of any, and one more apply finishes them`, async () => {
    trial.configure(isos(CUTS.length));
    const waiting = [...CUTS];
    world.lab.faults.api = (request) => (isUpload(request) ? waiting.shift()?.[1](request.bodyBytes) : undefined);

    const output = await trial.failing();

    expect(waiting).toEqual([]);
    expect(output.match(/Unable to upload ISO "iso-\d"/g)).toHaveLength(CUTS.length);
    expect(inState()).toEqual([]);
    expect(world.lab.pve.isos()).toEqual([]);

    expect(await trial.mend()).toBe("10 added, 0 changed, 0 destroyed");
    expect(world.lab.pve.isos().sort()).toEqual([...inState()].sort());
  });

  it("to a datastore that is full say so, and leave nothing there", async () => {
    trial.configure(isos(1));
    world.lab.faults.task = ({ type }) =>
      type === "imgcopy"
        ? { failure: "cp: error writing '/var/lib/vz/template/iso': No space left on device" }
        : undefined;

    const output = await trial.failing();

    expect(output).toContain('Unable to upload ISO "iso-0"');
    expect(output).toContain("No space left on device");
    expect(world.lab.pve.isos()).toEqual([]);

    expect(await trial.mend()).toBe("1 added, 0 changed, 0 destroyed");
    expect(world.lab.pve.isos()).toEqual(inState());
  });

  it("whose cache cannot be written name its folder, and are done as soon as there is another", async () => {
    const good = world.setting("SLIPWAY_CACHE_DIR");
    const readOnly = readOnlyFolder(world.directory);
    trial.configure(isos(1));
    world.set({ SLIPWAY_CACHE_DIR: readOnly });

    const output = await trial.failing();
    world.set({ SLIPWAY_CACHE_DIR: good });

    expect(output).toContain(readOnly);
    expect(output).toContain("SLIPWAY_CACHE_DIR");
    expect(world.lab.pve.isos()).toEqual([]);

    expect(await trial.mend()).toBe("1 added, 0 changed, 0 destroyed");
    expect(world.lab.pve.isos()).toEqual(inState());
  });
});

/** The superuser may write everywhere, except where there is nothing to write on. */
function readOnlyFolder(parent: string): string {
  if (process.getuid?.() === 0) return "/sys/kernel/slipway-cache";
  const folder = join(parent, "read-only");
  mkdirSync(folder);
  writeFileSync(join(folder, "here"), "");
  mkdirSync(join(folder, "cache"), { mode: 0o555 });
  return join(folder, "cache");
}
