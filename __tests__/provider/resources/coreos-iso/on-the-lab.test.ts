import { createHash } from "node:crypto";
import { mkdtempSync, readFileSync, rmSync, writeFileSync } from "node:fs";
import { tmpdir } from "node:os";
import { join } from "node:path";
import { liveIso } from "../../../../lib/lab/media/live-iso";
import type { ValueObject } from "../../../../lib/provider/framework/values";
import { resource } from "../../../../lib/provider/resources/coreos-iso/resource";
import { until } from "../../../until";
import { Life } from "../../proxmox/life";
import { leastPrivileges, onTheLab, type LabSettings, type OnTheLab } from "../../proxmox/on-the-lab";

const folder = mkdtempSync(join(tmpdir(), "slipway-iso-"));
const url = join(folder, "live.iso");
const boot = { kernel: Buffer.from("k"), initramfs: Buffer.from("i"), rootfs: Buffer.alloc(3_000_000, 5) };
const published = liveIso("44.20260802.3.1", boot);
const sha256 = createHash("sha256").update(published).digest("hex");
let lab: OnTheLab;

beforeAll(() => writeFileSync(url, published));
afterEach(() => lab.stop());
afterAll(() => rmSync(folder, { recursive: true }));

async function anIsoOn(settings: LabSettings = {}): Promise<Life> {
  lab = await onTheLab(settings);
  return new Life(resource, lab.connect);
}

function config(hostname = "install"): ValueObject {
  const files = [{ path: "/etc/hostname", contents: `${hostname}\n` }];
  return {
    ...Object.fromEntries(Object.keys(resource.schema.attributes).map((name) => [name, null])),
    node_name: "pve1",
    datastore_id: "local",
    name: "install",
    source: { url, sha256, signature: null, mirrors: null },
    ignition_wo: JSON.stringify({ kind: "ignition", config: { storage: { files } } }),
  };
}

/** Resolves when no task of the cluster runs any more. */
async function idle(): Promise<void> {
  await until(async () => {
    const running = await lab.connect().get("/nodes/pve1/tasks", { source: "active" });
    return (running as unknown[]).length === 0;
  });
}

async function files(): Promise<readonly { volid: string; size: number }[]> {
  const content = await lab.connect().get("/nodes/pve1/storage/local/content", { content: "iso" });
  return (content as { volid: string; size: number }[]).map(({ volid, size }) => ({ volid, size }));
}

/** Where the bytes of the one file lie. */
function bytesOf({ state }: Life): Buffer {
  return readFileSync(lab.pve.isoPath(String(state?.volume_id), "pve1"));
}

describe("slipway_coreos_iso on the lab", () => {
  it("uploads the ISO, exchanges it for a changed one, and removes it", async () => {
    const iso = await anIsoOn();

    expect(await iso.apply(config())).toMatchObject({ errors: [], warnings: [] });
    expect(bytesOf(iso).includes("data:,install%0A")).toBe(true);
    expect(bytesOf(iso).length).toBe(published.length);
    expect(await iso.drift(config())).toEqual([]);
    const first = iso.state?.volume_id;

    expect(await iso.apply(config("other"))).toMatchObject({ errors: [], replaced: true });
    expect(iso.state?.volume_id).not.toBe(first);
    expect(await files()).toEqual([{ volid: iso.state?.volume_id, size: published.length }]);

    expect(await iso.apply(null)).toMatchObject({ errors: [], state: null });
    expect(await files()).toEqual([]);
  });

  it("uploads again what somebody has removed", async () => {
    const iso = await anIsoOn();
    await iso.apply(config());
    const path = `/nodes/pve1/storage/local/content/${encodeURIComponent(String(iso.state?.volume_id))}`;
    const other = lab.connect();
    await other.waitForTask(await other.delete(path));

    expect(await iso.drift(config())).toBeUndefined();
    expect(await iso.apply(config())).toMatchObject({ errors: [] });
    expect(bytesOf(iso).length).toBe(published.length);
  });

  it("leaves nothing behind when the connection breaks, and the next apply finishes", async () => {
    let broken = true;
    const iso = await anIsoOn({
      faults: ({ path }) => (broken && path.endsWith("/upload") ? { dropAfterBytes: 200_000 } : undefined),
    });

    const { errors, state } = await iso.apply(config());
    const left = await files();
    broken = false;

    expect(errors).toMatchObject([{ summary: 'Unable to upload ISO "install"' }]);
    expect(errors[0]?.detail).toContain("no answer from https://127.0.0.1");
    expect(state).toBeNull();
    expect(left).toEqual([]);
    expect(await iso.apply(config())).toMatchObject({ errors: [] });
    expect(await files()).toHaveLength(1);
  });

  it("leaves nothing behind when the answer is lost, though the task that it names still runs", async () => {
    let lost = true;
    const iso = await anIsoOn({
      taskDelay: 300,
      faults: ({ path }) => (lost && path.endsWith("/upload") ? { dropAnswer: true } : undefined),
    });

    const { errors, state } = await iso.apply(config());
    await idle();
    const left = await files();
    lost = false;

    expect(errors).toMatchObject([{ summary: 'Unable to upload ISO "install"' }]);
    expect(state).toBeNull();
    expect(left).toEqual([]);
    expect(await iso.apply(config())).toMatchObject({ errors: [] });
    expect(await files()).toHaveLength(1);
  });

  it("is interrupted in the middle, and the next apply finishes", async () => {
    const stop = new AbortController();
    const iso = await anIsoOn({
      faults: ({ path }) => {
        if (path.endsWith("/upload")) setImmediate(() => stop.abort(new Error("Operation cancelled")));
        return undefined;
      },
    });

    const { errors, state } = await iso.apply(config(), stop.signal);

    expect(errors[0]?.detail).toContain("Operation cancelled");
    expect(state).toBeNull();
    expect(await files()).toEqual([]);
    expect(await iso.apply(config())).toMatchObject({ errors: [] });
  });

  it("names the privilege that the token lacks", async () => {
    const iso = await anIsoOn({ privileges: leastPrivileges.filter((name) => name !== "Datastore.AllocateTemplate") });

    const { errors } = await iso.apply(config());

    expect(errors[0]?.detail).toContain("lacks Datastore.AllocateTemplate on /storage/local");
    expect(await files()).toEqual([]);
  });
});
