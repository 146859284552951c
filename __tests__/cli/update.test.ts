import { mkdtempSync, readdirSync, readFileSync, rmSync, writeFileSync } from "node:fs";
import { tmpdir } from "node:os";
import { join } from "node:path";
import { update } from "../../lib/cli/commands/update";
import { ConfigError } from "../../lib/values/config-error";

const streams = mkdtempSync(join(tmpdir(), "slipway-update-"));
const lockFile = join(streams, "slipway.lock.json");
const sha256 = "ab".repeat(32);
const file = (name: string): object => ({ location: `https://x/${name}`, signature: `https://x/${name}.sig`, sha256 });
const pinned = (name: string): object => ({ url: `https://x/${name}`, sha256, signature: `https://x/${name}.sig` });
const metal = {
  release: "44.1.3.1",
  formats: {
    iso: { disk: file("live.iso") },
    pxe: { kernel: file("kernel"), initramfs: file("initramfs"), rootfs: file("rootfs") },
  },
};
const guests = { web: { vmId: 102 } };

beforeEach(() => {
  writeFileSync(
    join(streams, "stable.json"),
    JSON.stringify({ stream: "stable", architectures: { x86_64: { artifacts: { metal } } } }),
  );
  writeFileSync(lockFile, JSON.stringify({ guests }));
});
afterAll(() => rmSync(streams, { recursive: true }));

describe("slipway update", () => {
  it("pins the stream's release from a folder, and leaves the rest of the lock file alone", async () => {
    const release = await update({ stream: "stable", architecture: "x86_64", streams, lockFile });

    expect(release).toEqual({
      stream: "stable",
      architecture: "x86_64",
      release: "44.1.3.1",
      iso: pinned("live.iso"),
      kernel: pinned("kernel"),
      initramfs: pinned("initramfs"),
      rootfs: pinned("rootfs"),
    });
    expect(JSON.parse(readFileSync(lockFile, "utf8"))).toEqual({ guests, coreos: release });
    expect(readdirSync(streams).sort()).toEqual(["slipway.lock.json", "stable.json"]);
  });

  it.each([
    ["a stream that is not there", { stream: "nightly" }, ["coreos/stream-metadata", ["stream"]]],
    [
      "an architecture that it has not",
      { architecture: "s390x" },
      ["coreos/unknown-architecture", ["architectures", "s390x"]],
    ],
  ])("refuses %s and changes nothing", async (_name, changes, problem) => {
    const options = { stream: "stable", architecture: "x86_64", streams, lockFile, ...changes };

    const error = await update(options).catch((reason: unknown) => reason);

    expect(error).toBeInstanceOf(ConfigError);
    expect((error as ConfigError).problems.map(({ code, path }) => [code, path])).toEqual([problem]);
    expect(JSON.parse(readFileSync(lockFile, "utf8"))).toEqual({ guests });
  });
});
