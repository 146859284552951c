import { aCall, failureOf } from "../../proxmox/call";
import { refused, ScriptedApi } from "../../proxmox/scripted-api";
import { aConfig, aVm } from "./a-vm";
import { folder, resource, running, stopped, theirs, withVm } from "./scripted-vm";

describe("slipway_vm", () => {
  describe("delete", () => {
    it("shuts the VM down and removes it with its disks", async () => {
      const api = withVm().on(`GET ${folder}/status/current`, running, stopped);

      await resource.delete({ prior: aVm() }, aCall(api));

      expect(api.changes).toEqual([`POST ${folder}/status/shutdown`, `DELETE ${folder}`]);
      expect(api.forms.get(`DELETE ${folder}`)).toEqual({ purge: true, "destroy-unreferenced-disks": true });
    });

    it("refuses a protected VM before it is stopped", async () => {
      const api = withVm(aConfig({ protection: 1 }));

      const error = await failureOf(resource.delete({ prior: aVm() }, aCall(api)));

      expect(error.diagnostics[0]).toMatchObject({ summary: 'Unable to remove VM "web"', path: ["protection"] });
      expect(api.changes).toEqual([]);
    });

    it("does not take the absence of something else for the VM's", async () => {
      const api = withVm(aConfig(), stopped).on(`DELETE ${folder}`, refused(500, "storage 'local-lvm' does not exist"));

      const error = await failureOf(resource.delete({ prior: aVm() }, aCall(api)));

      expect(error.message).toContain("storage 'local-lvm' does not exist");
    });

    it("succeeds where the VM is gone", async () => {
      const api = new ScriptedApi().on(`GET ${folder}/config`, refused(500, "Configuration file does not exist"));

      await resource.delete({ prior: aVm() }, aCall(api));

      expect(api.changes).toEqual([]);
    });

    it("leaves another VM with the same id alone", async () => {
      const api = withVm(theirs);

      await resource.delete({ prior: aVm() }, aCall(api));

      expect(api.changes).toEqual([]);
    });
  });
});
