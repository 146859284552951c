import { resource } from "../../../../lib/provider/resources/coreos-iso/resource";
import { aCall } from "../../proxmox/call";
import { aPublishedIso, datastore, published } from "./a-published-iso";

describe("slipway_coreos_iso", () => {
  const { created, volumeId } = aPublishedIso();

  describe("read", () => {
    async function read(files: readonly { volid: string; size: number }[]) {
      const state = await created();
      const call = aCall(datastore(files));
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
});
