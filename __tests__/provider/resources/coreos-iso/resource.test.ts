import { createHash } from "node:crypto";
import { mkdtempSync, readFileSync, rmSync, writeFileSync } from "node:fs";
import { tmpdir } from "node:os";
import { join } from "node:path";
import { liveIso } from "../../../../lib/lab/media/live-iso";
import type { Call } from "../../../../lib/provider/framework/resource";
import { UNKNOWN, type Value, type ValueObject } from "../../../../lib/provider/framework/values";
import { resource } from "../../../../lib/provider/resources/coreos-iso/resource";
import { aCall, failureOf, type TestCall } from "../../proxmox/call";
import { failedTask, refused, ScriptedApi } from "../../proxmox/scripted-api";

const folder = mkdtempSync(join(tmpdir(), "slipway-iso-"));
const source = join(folder, "live.iso");
const published = liveIso("44.20260802.3.1", {
  kernel: Buffer.from("kernel"),
  initramfs: Buffer.from("initramfs"),
  rootfs: Buffer.alloc(100_000, 7),
});
const sha256 = createHash("sha256").update(published).digest("hex");
const asPublished = { url: source, sha256, signature: null, mirrors: null };
const content = "GET /nodes/pve1/storage/local/content";

beforeAll(() => writeFileSync(source, published));
afterAll(() => rmSync(folder, { recursive: true }));

function ignition(hostname = "install"): string {
  const file = (path: string, contents: unknown) => ({ path, mode: 0o600, contents });
  const key = { $late: { from: "sealed-key", name: "install", generation: 1, part: "private" } };
  const files = [file("/etc/hostname", `${hostname}\n`), file("/etc/slipway/ssh_host_ed25519_key", key)];
  return JSON.stringify({ kind: "ignition", config: { storage: { files } } });
}

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
  ignitionWo: ValueObject["x"] = ignition(),
  prior: ValueObject | null = null,
  call: Call<TestCall["client"] | undefined> = aCall(new ScriptedApi()),
) {
  const values = { ...proposed(), ...prior, ...changes };
  const result = await resource.plan?.(
    { prior, config: { ...values, ignition_wo: ignitionWo ?? null }, proposed: values },
    call,
  );
  return result ?? { planned: values };
}

async function create(api: ScriptedApi, signal?: AbortSignal): Promise<ValueObject> {
  const { planned } = await plan();
  const config = { ...planned, ignition_wo: ignition() };
  return resource.create({ config, planned }, aCall(api, signal === undefined ? {} : { signal }));
}

const allowed = { "/storage/local": { "Datastore.AllocateTemplate": 1 } };

/** Answers the datastore's content before and after the upload. */
async function datastore(...contents: readonly (readonly { volid: string; size: number }[])[]): Promise<ScriptedApi> {
  await Promise.resolve();
  return new ScriptedApi().on("GET /access/permissions", allowed).on(content, ...contents);
}

async function volumeId(): Promise<string> {
  return String((await plan()).planned.volume_id);
}

describe("slipway_coreos_iso", () => {
  describe("plan", () => {
    it("knows the file's name from its inputs", async () => {
      const { planned, replace } = await plan();

      expect(planned).toEqual({
        ...proposed(),
        ignition_sha512: expect.stringMatching(/^[0-9a-f]{128}$/) as string,
        ignition_size: expect.any(Number) as number,
        network_keyfiles_sha512: null,
        file_name: expect.stringMatching(/^install-[0-9a-f]{16}\.iso$/) as string,
        volume_id: `local:iso/${String(planned.file_name)}`,
      });
      expect(replace).toEqual([]);
      expect((await plan()).planned.file_name).toBe(planned.file_name);
    });

    it.each<[string, ValueObject, string]>([
      ["config", {}, ignition("other")],
      ["ISO", { source: { ...asPublished, sha256: "0".repeat(64) } }, ignition()],
      ["kernel argument", { kernel_arguments: ["quiet"] }, ignition()],
      ["kernel argument taken away", { kernel_arguments_delete: ["quiet"] }, ignition()],
      ["kernel argument exchanged", { kernel_arguments_replace: ["a=b=c"] }, ignition()],
    ])("gives another %s another name", async (_name, changes, ignitionWo) => {
      expect((await plan(changes, ignitionWo)).planned.file_name).not.toBe((await plan()).planned.file_name);
    });

    it("writes no secret into the plan", async () => {
      expect(JSON.stringify((await plan()).planned)).not.toContain("private key");
    });

    it("finds nothing to do where nothing has changed", async () => {
      const prior: ValueObject = { ...(await plan()).planned, size: published.length };

      expect(await plan({}, ignition(), prior)).toEqual({ planned: prior, replace: [] });
    });

    it("replaces the ISO when the config changes", async () => {
      const prior: ValueObject = { ...(await plan()).planned, size: published.length };

      const { planned, replace } = await plan({}, ignition("other"), prior);

      expect(replace).toEqual([["file_name"]]);
      expect(planned.volume_id).not.toBe(prior.volume_id);
      expect(planned.size).toBe(UNKNOWN);
    });

    it("replaces the ISO while the config is not known", async () => {
      const prior: ValueObject = { ...(await plan()).planned, size: published.length };

      const { planned, replace } = await plan({}, UNKNOWN, prior);

      expect(replace).toEqual([["file_name"]]);
      expect([planned.ignition_sha512, planned.file_name, planned.volume_id]).toEqual([UNKNOWN, UNKNOWN, UNKNOWN]);
    });

    it("knows no name while the provider is not configured", async () => {
      const call = { ...aCall(new ScriptedApi()), client: undefined };

      expect((await plan({}, ignition(), null, call)).planned.file_name).toBe(UNKNOWN);
    });
  });

  describe("create", () => {
    it("uploads the published ISO with the config in it", async () => {
      const volid = await volumeId();
      const api = await datastore([], [{ volid, size: published.length }]);

      const state = await create(api);

      const { upload, bytes } = api.uploaded ?? {};
      expect(upload).toMatchObject({
        node: "pve1",
        storage: "local",
        content: "iso",
        fileName: state.file_name,
        size: published.length,
        sha256: createHash("sha256")
          .update(bytes ?? "")
          .digest("hex"),
      });
      expect(bytes?.length).toBe(published.length);
      expect(bytes?.includes("config.ign")).toBe(true);
      expect(bytes?.includes("coreos.liveiso.fromram")).toBe(true);
      expect(bytes?.includes("private%20key%20of%20install%201")).toBe(true);
      expect(state).toEqual({ ...(await plan()).planned, size: published.length });
      expect(readFileSync(source).equals(published)).toBe(true);
    });

    it("uploads nothing that is there already", async () => {
      const api = await datastore([{ volid: await volumeId(), size: published.length }]);

      await create(api);

      expect(api.changes).toEqual([]);
    });

    it("makes an upload that broke off give way", async () => {
      const volid = await volumeId();
      const api = await datastore([{ volid, size: 1000 }], [{ volid, size: published.length }]);

      await create(api);

      expect(api.changes).toEqual([
        `DELETE /nodes/pve1/storage/local/content/${encodeURIComponent(volid)}`,
        `UPLOAD ${volid.replace("iso/", "")}`,
      ]);
    });

    it("takes nothing away for a file that is not the one asked for", async () => {
      const volid = await volumeId();
      const api = await datastore([{ volid, size: published.length }]);
      writeFileSync(source, Buffer.concat([published, Buffer.alloc(2048)]));
      try {
        const error = await failureOf(create(api));

        expect(error.message).toContain("coreos/wrong-hash");
        expect(api.changes).toEqual([]);
      } finally {
        writeFileSync(source, published);
      }
    });

    it.each<[string, Error]>([
      ["is refused", refused(403, "Permission check failed (/storage/local, Datastore.AllocateTemplate)")],
      ["fails on the node", failedTask("checksum mismatch")],
    ])("leaves nothing behind when the upload %s", async (_name, failure) => {
      const volid = await volumeId();
      const api = await datastore([], [{ volid, size: 1000 }]);
      api.on(`UPLOAD ${volid.replace("iso/", "")}`, failure);

      const error = await failureOf(create(api));

      expect(error.diagnostics[0]?.summary).toBe('Unable to upload ISO "install"');
      expect(error.message).toContain(failure.message);
      expect(error.state).toBeUndefined();
      expect(api.changes.at(-1)).toBe(`DELETE /nodes/pve1/storage/local/content/${encodeURIComponent(volid)}`);
    });

    it("refuses to begin an upload that the token may not make", async () => {
      const api = (await datastore([])).on("GET /access/permissions", { "/storage/local": { "Datastore.Audit": 1 } });

      const error = await failureOf(create(api));

      expect(error.message).toContain("lacks Datastore.AllocateTemplate on /storage/local");
      expect(api.changes).toEqual([]);
    });

    it("refuses a datastore that takes no ISOs before it downloads anything", async () => {
      const api = (await datastore([])).on("GET /nodes/pve1/storage/local/status", {
        content: "images,rootdir",
        active: 1,
      });

      const error = await failureOf(create(api));

      expect(error.diagnostics[0]?.detail).toBe(
        'datastore "local" takes no ISOs, only images, rootdir: set datastore_id to one with content type iso (`pvesm status --content iso` lists them), or add the type to it (Datacenter, Storage, Content)\n' +
          "Nothing of it is in the state; apply again to go on.",
      );
      expect(api.changes).toEqual([]);
    });

    it("uploads where Proxmox does not say what the token may do", async () => {
      const volid = await volumeId();
      const api = await datastore([], [{ volid, size: published.length }]);
      api.on("GET /access/permissions", refused(501, "Method 'GET /access/permissions' not implemented"));

      await create(api);

      expect(api.changes).toHaveLength(1);
    });

    it("refuses an upload that has arrived with another size", async () => {
      const volid = await volumeId();
      const api = await datastore([], [{ volid, size: 1000 }]);

      const error = await failureOf(create(api));

      expect(error.message).toContain(`has 1000 bytes after its upload, and was sent with ${published.length}`);
    });

    it("refuses an ISO that is not the one that was asked for", async () => {
      const api = await datastore([]);
      const { planned } = await plan({ source: { ...asPublished, sha256: "0".repeat(64) } });

      const error = await failureOf(
        resource.create({ config: { ...planned, ignition_wo: ignition() }, planned }, aCall(api)),
      );

      expect(error.message).toContain("coreos/wrong-hash");
      expect(api.changes).toEqual([]);
    });

    it("refuses a config that is not the planned one", async () => {
      const { planned } = await plan();
      const config = { ...planned, ignition_wo: ignition("other") };

      const error = await failureOf(resource.create({ config, planned }, aCall(await datastore([]))));

      expect(error.diagnostics[0]?.path).toEqual(["ignition_wo"]);
      expect(error.message).toContain("Was the seal secret changed in between?");
    });

    it("says that it was interrupted", async () => {
      const stop = new AbortController();
      stop.abort();

      const error = await failureOf(create(await datastore([]), stop.signal));

      expect(error.diagnostics).toEqual([
        {
          severity: "error",
          summary: 'Unable to upload ISO "install"',
          detail: "Operation cancelled\nNothing of it is in the state; apply again to go on.",
        },
      ]);
    });
  });

  describe("read", () => {
    async function read(files: readonly { volid: string; size: number }[]) {
      const state = { ...(await plan()).planned, size: published.length };
      const call = aCall(await datastore(files));
      return { state, call, found: await resource.read({ state }, call) };
    }

    it("finds the file in its place", async () => {
      const { state, found } = await read([{ volid: await volumeId(), size: published.length }]);

      expect(found).toEqual(state);
    });

    it("tells a file that is gone", async () => {
      expect((await read([{ volid: "local:iso/other.iso", size: 1 }])).found).toBeNull();
    });

    it("has a file of another size uploaded again", async () => {
      const { found, call } = await read([{ volid: await volumeId(), size: 1000 }]);

      expect(found).toBeNull();
      expect(call.warnings.map(({ summary }) => summary)).toEqual(['ISO "install" is damaged']);
    });
  });

  describe("delete", () => {
    it("removes the file; one that is gone is removed already", async () => {
      const prior: ValueObject = { ...(await plan()).planned, size: published.length };
      const line = `DELETE /nodes/pve1/storage/local/content/${encodeURIComponent(String(prior.volume_id))}`;
      const api = new ScriptedApi().on(line, refused(500, `volume '${String(prior.volume_id)}' does not exist`));

      await resource.delete({ prior }, aCall(api));

      expect(api.changes).toEqual([line]);
    });

    it("keeps a file that its own replacement has just taken over", async () => {
      const api = await datastore([{ volid: await volumeId(), size: published.length }]);

      const prior = await create(api);
      await resource.delete({ prior }, aCall(api));

      expect(api.changes).toEqual([]);
    });
  });

  describe("validate", () => {
    it("accepts a sound config", () => {
      expect(resource.validate?.({ ...proposed(), ignition_wo: ignition() })).toEqual([]);
    });

    it("lets through what is unknown", () => {
      const all: ValueObject = Object.fromEntries(
        Object.keys(proposed()).map((name): [string, Value] => [name, UNKNOWN]),
      );

      expect(resource.validate?.(all)).toEqual([]);
    });

    it.each<[string, ValueObject, readonly (string | number)[]]>([
      ["a name that is no part of a file name", { name: "../x" }, ["name"]],
      ["a hash that is none", { source: { url: source, sha256: "abc" } }, ["source", "sha256"]],
      ["an argument with a space", { kernel_arguments: ["a", "b c"] }, ["kernel_arguments", 1]],
      ["a deleted argument with a space", { kernel_arguments_delete: ["b c"] }, ["kernel_arguments_delete", 0]],
      ["an exchange that is none", { kernel_arguments_replace: ["a=b"] }, ["kernel_arguments_replace", 0]],
      [
        "a keyfile of another name",
        { network_keyfiles_wo: { "../eth0": "secret{" } },
        ["network_keyfiles_wo", "../eth0"],
      ],
      [
        "a password in the signature's URL",
        { source: { ...asPublished, signature: "https://me:secret{@x/y" } },
        ["source", "signature"],
      ],
      [
        "a password in a mirror's URL",
        { source: { ...asPublished, mirrors: ["/srv", "https://me:secret{@x"] } },
        ["source", "mirrors", 1],
      ],
      ["a datastore with a slash", { datastore_id: "a/b" }, ["datastore_id"]],
      ["what is not JSON", { ignition_wo: "secret{" }, ["ignition_wo"]],
      ["another kind of document", { ignition_wo: '{"kind":"text","text":"x"}' }, ["ignition_wo"]],
      [
        "a config with a relative path",
        { ignition_wo: JSON.stringify({ kind: "ignition", config: { storage: { files: [{ path: "etc/x" }] } } }) },
        ["ignition_wo"],
      ],
    ])("refuses %s", (_name, changes, path) => {
      const found = resource.validate?.({ ...proposed(), ignition_wo: ignition(), ...changes }) ?? [];

      expect(found.map((diagnostic) => diagnostic.path)).toEqual([path]);
      expect(JSON.stringify(found)).not.toContain("secret{");
    });
  });
});
