import { writeFileSync } from "node:fs";
import { join } from "node:path";
import { resource } from "../../../../lib/provider/resources/coreos-iso/resource";
import { aCall, failureOf } from "../../proxmox/call";
import { failedTask, refused } from "../../proxmox/scripted-api";
import { aPublishedIso, datastore, ignition, published, removal, uploading } from "./a-published-iso";

describe("slipway_coreos_iso", () => {
  const { asPublished, create, folder, plan, volumeId } = aPublishedIso();

  describe("a creation that fails", () => {
    it("takes nothing away for a file that is not the one asked for", async () => {
      const volid = await volumeId();
      const api = datastore([{ volid, size: published.length }]);
      const longer = join(folder, "longer.iso");
      writeFileSync(longer, Buffer.concat([published, Buffer.alloc(2048)]));

      const error = await failureOf(create(api, { source: { ...asPublished, url: longer } }));

      expect(error.message).toContain("coreos/wrong-hash");
      expect(api.changes).toEqual([]);
    });

    it.each<[string, Error]>([
      ["is refused", refused(403, "Permission check failed (/storage/local, Datastore.AllocateTemplate)")],
      ["fails on the node", failedTask("checksum mismatch")],
    ])("leaves nothing behind when the upload %s", async (_name, failure) => {
      const volid = await volumeId();
      const api = datastore([], [{ volid, size: 1000 }]);
      api.on(uploading(volid), failure);

      const error = await failureOf(create(api));

      expect(error.diagnostics[0]?.summary).toBe('Unable to upload ISO "install"');
      expect(error.message).toContain(failure.message);
      expect(error.state).toBeUndefined();
      expect(api.changes.at(-1)).toBe(removal(volid));
    });

    it("refuses to begin an upload that the token may not make", async () => {
      const api = datastore([]).on("GET /access/permissions", { "/storage/local": { "Datastore.Audit": 1 } });

      const error = await failureOf(create(api));

      expect(error.message).toContain("lacks Datastore.AllocateTemplate on /storage/local");
      expect(api.changes).toEqual([]);
    });

    it("refuses a datastore that takes no ISOs before it downloads anything", async () => {
      const api = datastore([]).on("GET /nodes/pve1/storage/local/status", {
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

    it("refuses an upload that has arrived with another size", async () => {
      const volid = await volumeId();
      const api = datastore([], [{ volid, size: 1000 }]);

      const error = await failureOf(create(api));

      expect(error.message).toContain(`has 1000 bytes after its upload, and was sent with ${published.length}`);
    });

    it("refuses an ISO that is not the one that was asked for", async () => {
      const api = datastore([]);

      const error = await failureOf(create(api, { source: { ...asPublished, sha256: "0".repeat(64) } }));

      expect(error.message).toContain("coreos/wrong-hash");
      expect(api.changes).toEqual([]);
    });

    it("refuses a config that is not the planned one", async () => {
      const { planned } = await plan();
      const config = { ...planned, ignition_wo: ignition("other") };
      const api = datastore([]);

      const error = await failureOf(resource.create({ config, planned }, aCall(api)));

      expect(error.diagnostics[0]?.path).toEqual(["ignition_wo"]);
      expect(error.message).toContain("Was the seal secret changed in between?");
      expect(api.changes).toEqual([]);
    });

    it("says that it was interrupted", async () => {
      const stop = new AbortController();
      stop.abort();

      const error = await failureOf(create(datastore([]), {}, stop.signal));

      expect(error.diagnostics).toEqual([
        {
          severity: "error",
          summary: 'Unable to upload ISO "install"',
          detail: "Operation cancelled\nNothing of it is in the state; apply again to go on.",
        },
      ]);
    });
  });
});
