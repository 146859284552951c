import { createHash } from "node:crypto";
import { mkdtempSync, rmSync, writeFileSync } from "node:fs";
import { tmpdir } from "node:os";
import { join } from "node:path";
import { liveIso } from "../../../../lib/lab/media/live-iso";
import type { Call } from "../../../../lib/provider/framework/resource";
import { UNKNOWN, type Value, type ValueObject } from "../../../../lib/provider/framework/values";
import { resource } from "../../../../lib/provider/resources/coreos-iso/resource";
import { aCall, type TestCall } from "../../proxmox/call";
import { ScriptedApi } from "../../proxmox/scripted-api";

/** The live ISO as it is published. */
export const published = liveIso("44.20260802.3.1", {
  kernel: Buffer.from("kernel"),
  initramfs: Buffer.from("initramfs"),
  rootfs: Buffer.alloc(100_000, 7),
});

/** For a `describe`: the published ISO in a folder, and `slipway_coreos_iso` made of it. */
export function aPublishedIso() {
  const folder = mkdtempSync(join(tmpdir(), "slipway-iso-"));
  const source = join(folder, "live.iso");
  const sha256 = createHash("sha256").update(published).digest("hex");
  const asPublished = { url: source, sha256, signature: null, mirrors: null };

  beforeAll(() => writeFileSync(source, published));
  afterAll(() => rmSync(folder, { recursive: true }));

  /** What the framework proposes on create. */
  function proposed(changes: ValueObject = {}): ValueObject {
    return {
      node_name: "pve1",
      datastore_id: "local",
      name: "install",
      source: asPublished,
      signing_keys: null,
      ignition_wo: null,
      kernel_arguments: ["coreos.liveiso.fromram"],
      kernel_arguments_delete: null,
      kernel_arguments_replace: null,
      network_keyfiles_wo: null,
      ignition_sha512: UNKNOWN,
      ignition_size: UNKNOWN,
      network_keyfiles_sha512: UNKNOWN,
      file_name: UNKNOWN,
      volume_id: UNKNOWN,
      size: UNKNOWN,
      ...changes,
    };
  }

  async function plan(
    changes: ValueObject = {},
    ignitionWo: Value = ignition(),
    prior: ValueObject | null = null,
    call: Call<TestCall["client"] | undefined> = aCall(new ScriptedApi()),
  ) {
    const values = { ...proposed(), ...prior, ...changes };
    const result = await resource.plan?.(
      { prior, config: { ...values, ignition_wo: ignitionWo }, proposed: values },
      call,
    );
    return result ?? { planned: values };
  }

  /** Plans the ISO with these changes, and creates it. */
  async function create(api: ScriptedApi, changes: ValueObject = {}, signal?: AbortSignal): Promise<ValueObject> {
    const { planned } = await plan(changes);
    const config = { ...planned, ignition_wo: ignition() };
    return resource.create({ config, planned }, aCall(api, signal === undefined ? {} : { signal }));
  }

  /** The state of the ISO that was created. */
  async function created(): Promise<ValueObject> {
    return { ...(await plan()).planned, size: published.length };
  }

  /** What the ISO is called in its datastore. */
  async function volumeId(): Promise<string> {
    return String((await plan()).planned.volume_id);
  }

  return { folder, source, asPublished, proposed, plan, create, created, volumeId };
}

/** A config with a key that is sealed in it. */
export function ignition(hostname = "install"): string {
  const file = (path: string, contents: unknown) => ({ path, mode: 0o600, contents });
  const key = { $late: { from: "sealed-key", name: "install", generation: 1, part: "private" } };
  const files = [file("/etc/hostname", `${hostname}\n`), file("/etc/slipway/ssh_host_ed25519_key", key)];
  return JSON.stringify({ kind: "ignition", config: { storage: { files } } });
}

/** An API that answers the datastore's content, one after another: before and after an upload. */
export function datastore(...contents: readonly (readonly { volid: string; size: number }[])[]): ScriptedApi {
  return new ScriptedApi()
    .on("GET /access/permissions", { "/storage/local": { "Datastore.AllocateTemplate": 1 } })
    .on("GET /nodes/pve1/storage/local/content", ...contents);
}

/** The request that removes the ISO. */
export const removal = (volid: string): string =>
  `DELETE /nodes/pve1/storage/local/content/${encodeURIComponent(volid)}`;

/** The request that uploads the ISO. */
export const uploading = (volid: string): string => `UPLOAD ${volid.replace("iso/", "")}`;
