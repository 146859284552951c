import { resource } from "../../../../lib/provider/resources/coreos-iso/resource";
import { aCall } from "../../proxmox/call";
import { refused, ScriptedApi } from "../../proxmox/scripted-api";
import { aPublishedIso, datastore, published, removal } from "./a-published-iso";

describe("slipway_coreos_iso", () => {
  const { create, created, volumeId } = aPublishedIso();

  describe("delete", () => {
    it("removes the file; one that is gone is removed already", async () => {
      const prior = await created();
      const line = removal(String(prior.volume_id));
      const api = new ScriptedApi().on(line, refused(500, `volume '${String(prior.volume_id)}' does not exist`));

      await resource.delete({ prior }, aCall(api));

      expect(api.changes).toEqual([line]);
    });

    it("keeps a file that its own replacement has just taken over", async () => {
      const api = datastore([{ volid: await volumeId(), size: published.length }]);

      const prior = await create(api);
      await resource.delete({ prior }, aCall(api));

      expect(api.changes).toEqual([]);
    });
  });
});
