import { spawnSync } from "node:child_process";
import { copyFileSync, mkdtempSync, readFileSync, rmSync, writeFileSync } from "node:fs";
import { tmpdir } from "node:os";
import { join } from "node:path";
import fc from "fast-check";
import { embedPlan, type Customisation } from "../../lib/coreos/embed-plan";
import { readEmbedded } from "../../lib/coreos/embedded";
import { imageInMemory } from "../../lib/coreos/image-file";
import { readLiveIso } from "../../lib/coreos/live-iso";
import { liveIso } from "../../lib/lab/media/live-iso";
import { fuzzCases } from "../fuzz";
import { findCoreosInstaller } from "./judges/coreos-installer";

const installer = findCoreosInstaller();
const folder = mkdtempSync(join(tmpdir(), "slipway-installer-"));
const published = liveIso("44.20260802.3.1", {
  kernel: Buffer.from("kernel"),
  initramfs: Buffer.from("initramfs"),
  rootfs: Buffer.alloc(10_000, 7),
});
const iso = join(folder, "live.iso");

afterAll(() => rmSync(folder, { recursive: true }));

/** Runs it and answers what it prints. */
function run(...args: readonly string[]): string {
  const { status, stdout, stderr } = spawnSync(installer ?? "", args, { encoding: "utf8", timeout: 60_000 });
  if (status !== 0) throw new Error(`coreos-installer ${args.join(" ")}: ${stderr}`);
  return stdout;
}

/** The ISO as Slipway sends it. */
async function ours(customisation: Customisation): Promise<Buffer> {
  const patches = embedPlan(await readLiveIso(imageInMemory(published)), customisation);
  const bytes = Buffer.from(published);
  for (const patch of patches) patch.bytes.copy(bytes, patch.offset);
  return bytes;
}

/** What Slipway reads in the file that coreos-installer has written. */
async function read(path: string) {
  const image = imageInMemory(readFileSync(path));
  const { files, kernelArguments } = await readEmbedded(image, await readLiveIso(image));
  return {
    files: Object.fromEntries([...files].map(([name, content]) => [name, content.toString()])),
    kernelArguments,
  };
}

const config = '{"ignition":{"version":"3.4.0"}}';
const keyfiles = { "a.nmconnection": "[connection]\nid=a\n", "b.nmconnection": "[connection]\nid=b\n" };
const DEFAULTS = "coreos.liveiso=fedora-coreos-44.20260802.3.1 ignition.firstboot ignition.platform.id=metal";

if (installer === undefined) {
  console.warn("There is no coreos-installer to judge live ISOs: SLIPWAY_BUILD_COREOS_INSTALLER=1 builds one.");
}

(installer === undefined ? describe.skip : describe)("coreos-installer", () => {
  it("reads the config, the keyfiles and the kernel arguments that Slipway has embedded", async () => {
    writeFileSync(
      iso,
      await ours({
        ignition: Buffer.from(config),
        networkKeyfiles: keyfiles,
        kernelArguments: ["console=ttyS0", "quiet"],
      }),
    );

    expect(run("iso", "ignition", "show", iso)).toBe(config);
    expect(run("iso", "kargs", "show", iso)).toBe(`${DEFAULTS} console=ttyS0 quiet\n`);
    expect(run("iso", "network", "extract", iso)).toContain("[connection]\nid=b");
  });

  it("reads a config that had to be compressed", async () => {
    const large = JSON.stringify({
      ignition: { version: "3.4.0" },
      storage: { files: [{ path: `/${"x".repeat(400_000)}` }] },
    });
    writeFileSync(iso, await ours({ ignition: Buffer.from(large) }));

    expect(run("iso", "ignition", "show", iso)).toBe(large);
  });

  it("gives back the published bytes when it resets what Slipway has made", async () => {
    writeFileSync(
      iso,
      await ours({ ignition: Buffer.from(config), networkKeyfiles: keyfiles, kernelArguments: ["quiet"] }),
    );

    run("iso", "reset", iso);

    expect(readFileSync(iso).equals(published)).toBe(true);
  });

  it("is read by Slipway: its xz, its keyfiles, its kernel arguments", async () => {
    copyFileSync(writeTo("published.iso", published), iso);
    const live = writeTo("live.ign", config);
    const files = Object.entries(keyfiles).map(([name, text]) => writeTo(name, text));

    run(
      ...["iso", "customize", "--live-ignition", live, ...files.flatMap((file) => ["--network-keyfile", file])],
      ...["--live-karg-append", "quiet", "--live-karg-delete", "ignition.firstboot", iso],
    );

    const found = await read(iso);
    expect(found.kernelArguments).toBe(run("iso", "kargs", "show", iso).trim());
    expect(found.files["config.ign"]).toBe(run("iso", "ignition", "show", iso));
    expect(found.files).toMatchObject(
      Object.fromEntries(
        Object.entries(keyfiles).map(([name, text]) => [`etc/coreos-firstboot-network/${name}`, text]),
      ),
    );
  });

  it("edits kernel arguments as Slipway does, whatever is asked", async () => {
    const word = fc.constantFrom(
      "a",
      "b",
      "a=1",
      "a=2",
      "b=1",
      "ignition.firstboot",
      "ignition.platform.id=metal",
      "x$&",
    );
    const words = fc.array(word, { maxLength: 4 });
    const replacements = fc.array(fc.constantFrom("a=1=2", "a=2=1", "b=1=$&", "ignition.platform.id=metal=qemu"), {
      maxLength: 3,
    });
    await fc.assert(
      fc.asyncProperty(words, words, replacements, async (append, remove, replace) => {
        const option = (name: string, values: readonly string[]): string[] => values.flatMap((value) => [name, value]);
        writeFileSync(iso, published);
        run(
          ...["iso", "kargs", "modify", ...option("--append", append), ...option("--delete", remove)],
          ...[...option("--replace", replace), iso],
        );
        const expected = run("iso", "kargs", "show", iso);

        const bytes = await ours({
          ignition: Buffer.from(config),
          kernelArguments: append,
          deletedKernelArguments: remove,
          replacedKernelArguments: replace,
        });
        const image = imageInMemory(bytes);
        const { kernelArguments } = await readEmbedded(image, await readLiveIso(image));
        expect(kernelArguments).toBe(expected.trim());
      }),
      { numRuns: Math.min(fuzzCases(), 60) },
    );
  }, 120_000);

  function writeTo(name: string, content: string | Buffer): string {
    const path = join(folder, name);
    writeFileSync(path, content);
    return path;
  }
});
