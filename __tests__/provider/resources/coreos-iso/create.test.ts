import { createHash } from "node:crypto";
import { readFileSync } from "node:fs";
import { refused } from "../../proxmox/scripted-api";
import { aPublishedIso, datastore, published, removal, uploading } from "./a-published-iso";

describe("slipway_coreos_iso", () => {
  const { create, created, source, volumeId } = aPublishedIso();

  describe("create", () => {
    it("uploads the published ISO with the config in it", async () => {
      const volid = await volumeId();
      const api = datastore([], [{ volid, size: published.length }]);

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
      expect(state).toEqual(await created());
      expect(readFileSync(source).equals(published)).toBe(true);
    });

    it("uploads nothing that is there already", async () => {
      const api = datastore([{ volid: await volumeId(), size: published.length }]);

      await create(api);

      expect(api.changes).toEqual([]);
    });

    it("makes an upload that broke off give way", async () => {
      const volid = await volumeId();
      const api = datastore([{ volid, size: 1000 }], [{ volid, size: published.length }]);

      await create(api);

      expect(api.changes).toEqual([removal(volid), uploading(volid)]);
    });

    it("uploads where Proxmox does not say what the token may do", async () => {
      const volid = await volumeId();
      const api = datastore([], [{ volid, size: published.length }]);
      api.on("GET /access/permissions", refused(501, "Method 'GET /access/permissions' not implemented"));

      await create(api);

      expect(api.changes).toEqual([uploading(volid)]);
    });
  });
});
