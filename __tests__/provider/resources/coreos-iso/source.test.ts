import { createHash } from "node:crypto";
import { existsSync, mkdirSync, mkdtempSync, readFileSync, rmSync, writeFileSync } from "node:fs";
import { tmpdir } from "node:os";
import { join } from "node:path";
import { readEmbedded } from "../../../../lib/coreos/embedded";
import { embedPlan } from "../../../../lib/coreos/embed-plan";
import { imageInMemory } from "../../../../lib/coreos/image-file";
import { readLiveIso } from "../../../../lib/coreos/live-iso";
import { liveIso } from "../../../../lib/lab/media/live-iso";
import { signingKey } from "../../../../lib/lab/media/openpgp";
import type { ValueObject } from "../../../../lib/provider/framework/values";
import { resource } from "../../../../lib/provider/resources/coreos-iso/resource";
import { Life } from "../../proxmox/life";
import { onTheLab, type OnTheLab } from "../../proxmox/on-the-lab";

const folder = mkdtempSync(join(tmpdir(), "slipway-iso-"));
const url = join(folder, "live.iso");
const signature = `${url}.sig`;
const key = signingKey("somebody");
const published = liveIso("44.20260802.3.1", {
  kernel: Buffer.from("k"),
  initramfs: Buffer.from("i"),
  rootfs: Buffer.alloc(100_000, 5),
});
const sha256 = createHash("sha256").update(published).digest("hex");
const keys = [
  `-----BEGIN PGP PUBLIC KEY BLOCK-----\n\n${key.publicKey.toString("base64")}\n-----END PGP PUBLIC KEY BLOCK-----\n`,
];
let lab: OnTheLab;
let iso: Life;

beforeEach(async () => {
  writeFileSync(url, published);
  writeFileSync(signature, key.sign(published));
  lab = await onTheLab();
  iso = new Life(resource, lab.connect, join(folder, "cache"));
});
afterEach(() => lab.stop());
afterAll(() => rmSync(folder, { recursive: true }));

function config(source: object = {}, changes: ValueObject = {}): ValueObject {
  return {
    ...Object.fromEntries(Object.keys(resource.schema.attributes).map((name) => [name, null])),
    node_name: "pve1",
    datastore_id: "local",
    name: "install",
    source: { url, sha256, signature, mirrors: null, ...source },
    signing_keys: keys,
    ignition_wo: JSON.stringify({
      kind: "ignition",
      config: { storage: { files: [{ path: "/etc/x", contents: "x" }] } },
    }),
    ...changes,
  };
}

async function stored(): Promise<readonly unknown[]> {
  return (await lab.connect().get("/nodes/pve1/storage/local/content", { content: "iso" })) as unknown[];
}

describe("slipway_coreos_iso", () => {
  describe("with a signature", () => {
    it("uploads an ISO that a trusted key has signed", async () => {
      expect(await iso.apply(config())).toMatchObject({ errors: [] });
      expect(await stored()).toHaveLength(1);
    });

    it("refuses one that a stranger has signed, naming the key found and those expected", async () => {
      const { errors, state } = await iso.apply(config({}, { signing_keys: null }));

      expect(errors[0]?.detail).toContain("coreos/bad-signature at signature");
      expect(errors[0]?.detail).toContain(`got: signed by key ${key.fingerprint}`);
      expect(errors[0]?.detail).toContain("allowed: key 36F612DCF27F7D1A48A835E4DBFCF71C6D9F90A6, ");
      expect([state, await stored()]).toEqual([null, []]);
    });

    it("refuses an exchanged ISO whose hash was exchanged with it", async () => {
      const exchanged = Buffer.concat([published, Buffer.from("x")]);
      writeFileSync(url, exchanged);

      const { errors } = await iso.apply(config({ sha256: createHash("sha256").update(exchanged).digest("hex") }));

      expect(errors[0]?.detail).toContain(`no trusted key vouches for ${url}: the signature is of other bytes`);
      expect(await stored()).toEqual([]);
    });

    it("refuses an ISO without the signature that it should have, before anything else is fetched", async () => {
      rmSync(signature);

      const { errors } = await iso.apply(config({ url: join(folder, "gone.iso") }));

      expect(errors[0]?.detail).toContain("coreos/no-signature at signature");
      expect(errors[0]?.detail).toContain(`a detached signature by key 36F612DCF27F7D1A48A835E4DBFCF71C6D9F90A6`);
      expect(errors[0]?.detail).toContain(key.fingerprint);
    });
  });

  it("takes the ISO from a mirror's folder where the URL fails", async () => {
    const mirror = join(folder, "mirror");
    mkdirSync(join(mirror, "builds"), { recursive: true });
    writeFileSync(join(mirror, "builds/live.iso"), published);

    const { errors } = await iso.apply(config({ url: "http://127.0.0.1:1/builds/live.iso", mirrors: [mirror] }));

    expect(errors).toEqual([]);
    expect(existsSync(join(folder, "cache"))).toBe(true);
  });

  it("embeds keyfiles, and deletes, appends and exchanges kernel arguments", async () => {
    const secret = "[wifi-security]\npsk=hunter2\n";

    const { errors } = await iso.apply(
      config(
        {},
        {
          kernel_arguments: ["console=ttyS0"],
          kernel_arguments_delete: ["ignition.firstboot"],
          kernel_arguments_replace: ["ignition.platform.id=metal=qemu"],
          network_keyfiles_wo: { "wlan0.nmconnection": secret },
        },
      ),
    );

    const image = imageInMemory(readFileSync(lab.pve.isoPath(String(iso.state?.volume_id), "pve1")));
    const { files, kernelArguments } = await readEmbedded(image, await readLiveIso(image));
    expect(errors).toEqual([]);
    expect(kernelArguments).toBe(
      "coreos.liveiso=fedora-coreos-44.20260802.3.1 ignition.platform.id=qemu console=ttyS0",
    );
    expect([...files.keys()]).toEqual(["config.ign", "etc/coreos-firstboot-network/wlan0.nmconnection"]);
    expect(files.get("etc/coreos-firstboot-network/wlan0.nmconnection")?.toString()).toBe(secret);
    expect(JSON.stringify(iso.state)).not.toContain("hunter2");
    expect(iso.state?.network_keyfiles_sha512).toMatch(/^[0-9a-f]{128}$/);
  });

  it("gives other keyfiles another file", async () => {
    const withKeyfile = (text: string): ValueObject =>
      config({}, { network_keyfiles_wo: { "eth0.nmconnection": text } });
    await iso.apply(withKeyfile("a"));

    expect(await iso.drift(withKeyfile("a"))).toEqual([]);
    expect(await iso.apply(withKeyfile("b"))).toMatchObject({ errors: [], replaced: true });
    expect(await stored()).toHaveLength(1);
  });

  it("refuses an ISO that somebody has customised already, and names what is in it", async () => {
    const customised = Buffer.from(published);
    const live = await readLiveIso(imageInMemory(published));
    for (const { offset, bytes } of embedPlan(live, { ignition: Buffer.from("{}"), kernelArguments: ["quiet"] })) {
      bytes.copy(customised, offset);
    }
    writeFileSync(url, customised);
    const hash = createHash("sha256").update(customised).digest("hex");

    const { errors } = await iso.apply(config({ sha256: hash, signature: null }));

    expect(errors[0]?.detail).toContain("coreos/already-customised at source");
    expect(errors[0]?.detail).toContain("got: config.ign, other kernel arguments");
    expect(await stored()).toEqual([]);
  });

  it("moves to another URL of the same ISO without touching the file", async () => {
    await iso.apply(config());
    const before = iso.state?.volume_id;
    const copy = join(folder, "copy.iso");
    writeFileSync(copy, published);

    expect(await iso.apply(config({ url: copy }))).toMatchObject({ errors: [], replaced: false });
    expect(iso.state).toMatchObject({ volume_id: before, source: { url: copy } });
  });

  it("is imported for what its name says, with a warning that its content cannot be read back", async () => {
    await iso.apply(config());
    const made = iso.state;
    const warnings: string[] = [];
    const call = { warn: ({ summary }: { summary: string }) => warnings.push(summary) } as never;

    const part = await resource.importState?.(`pve1/${String(made?.volume_id)}`, call);
    iso.state = { ...config(), ...Object.fromEntries(Object.keys(config()).map((name) => [name, null])), ...part };
    const { errors, replaced } = await iso.apply(config());

    expect(warnings).toEqual([`The content of ISO "${String(made?.volume_id)}" cannot be read back`]);
    expect([errors, replaced]).toEqual([[], false]);
    expect(iso.state).toEqual(made);
  });
});
