import { aCall, failureOf } from "../../proxmox/call";
import { refused, type ScriptedApi } from "../../proxmox/scripted-api";
import { aVm } from "./a-vm";
import { folder, resource, withVm } from "./scripted-vm";

const detail =
  "the cluster lists VM 102 on node pve3, and it is not to be found there: it may be on its way to another node, or the node has left the cluster; try again when that is settled";

function lost(reason: string): ScriptedApi {
  return withVm().on(`GET ${folder}/config`, refused(500, reason));
}

describe("slipway_vm, of a VM that the cluster lists where it is not found", () => {
  describe.each([
    ["while it moves", "Configuration file 'nodes/pve3/qemu-server/102.conf' does not exist"],
    ["on a node that has left the cluster", "no such cluster node 'pve3'"],
  ])("%s", (_name, reason) => {
    it("refuses to take it for gone when it is read", async () => {
      const error = await failureOf(resource.read({ state: aVm() }, aCall(lost(reason))));

      expect(error.diagnostics).toMatchObject([{ summary: 'Unable to read VM "web" (102)', detail }]);
    });

    it("refuses to take it for removed", async () => {
      const api = lost(reason);

      const error = await failureOf(resource.delete({ prior: aVm() }, aCall(api)));

      expect(error.diagnostics).toMatchObject([{ summary: 'Unable to remove VM "web"', detail }]);
      expect(api.changes).toEqual([]);
    });
  });
});
