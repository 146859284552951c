import { failureOf } from "../../proxmox/call";
import { failedTask, refused } from "../../proxmox/scripted-api";
import { aConfig, aNic, aVm } from "./a-vm";
import { folder, running, stopped, theirs, update, withVm } from "./scripted-vm";

describe("slipway_vm", () => {
  describe("update", () => {
    it("changes a running VM in place where that can be", async () => {
      const api = withVm().on(`GET ${folder}/config`, aConfig(), aConfig({ tags: "blue" }));

      const { result, call } = update(api, { tags: ["blue"] });

      expect(await result).toEqual(aVm({ tags: ["blue"] }));
      expect(api.changes).toEqual([`PUT ${folder}/config`]);
      expect(call.warnings).toEqual([]);
    });

    it("shuts the VM down for a change that needs it, and starts it again", async () => {
      const api = withVm()
        .on(`GET ${folder}/config`, aConfig(), aConfig({ memory: "6144" }))
        .on(`GET ${folder}/status/current`, running, stopped, stopped, running);

      const { result, call } = update(api, { memory_mib: 6144 });

      await result;
      expect(api.changes).toEqual([
        `POST ${folder}/status/shutdown`,
        `PUT ${folder}/config`,
        `POST ${folder}/status/start`,
      ]);
      expect(api.forms.get(`POST ${folder}/status/shutdown`)).toEqual({ timeout: 60 });
      expect(api.forms.get(`PUT ${folder}/config`)).toEqual({ memory: 6144 });
      expect(call.warnings).toEqual([]);
    });

    it("stops a VM that does not shut down, and says so", async () => {
      const api = withVm()
        .on(`GET ${folder}/config`, aConfig(), aConfig({ cores: 4 }))
        .on(`GET ${folder}/status/current`, running, running, stopped, stopped, running)
        .on(`POST ${folder}/status/shutdown`, failedTask("VM quit/powerdown failed - got timeout"));

      const { result, call } = update(api, { cores: 4 });

      await result;
      expect(api.changes).toEqual([
        `POST ${folder}/status/shutdown`,
        `POST ${folder}/status/stop`,
        `PUT ${folder}/config`,
        `POST ${folder}/status/start`,
      ]);
      expect(call.warnings.map(({ summary }) => summary)).toEqual(['VM "web" had to be stopped']);
    });

    it("starts a VM that an interrupted change has left stopped", async () => {
      const prior = aVm({ started: false });
      const api = withVm(aConfig(), stopped).on(`GET ${folder}/status/current`, stopped, running);

      await update(api, { started: true }, prior).result;

      expect(api.changes).toEqual([`POST ${folder}/status/start`]);
    });

    it("switches a VM off", async () => {
      const api = withVm().on(`GET ${folder}/status/current`, running, stopped);

      await update(api, { started: false }).result;

      expect(api.changes).toEqual([`POST ${folder}/status/shutdown`]);
    });

    it("removes the filter of a NIC that has none any more", async () => {
      const prior = aVm({ network_devices: [aNic({ addresses: ["10.20.0.12"] })] });
      const api = withVm().on(`GET ${folder}/firewall/ipset/ipfilter-net0`, [{ cidr: "10.20.0.12" }]);

      await update(api, { network_devices: [aNic()] }, prior).result;

      expect(api.changes).toEqual([`DELETE ${folder}/firewall/ipset/ipfilter-net0`]);
      expect(api.forms.get(`DELETE ${folder}/firewall/ipset/ipfilter-net0`)).toEqual({ force: true });
    });

    it("exchanges a NIC's addresses, the new one first", async () => {
      const prior = aVm({ network_devices: [aNic({ addresses: ["10.20.0.12"] })] });
      const api = withVm().on(`GET ${folder}/firewall/ipset/ipfilter-net0`, [{ cidr: "10.20.0.12" }]);

      await update(api, { network_devices: [aNic({ addresses: ["10.20.0.13"] })] }, prior).result;

      expect(api.changes).toEqual([
        `POST ${folder}/firewall/ipset/ipfilter-net0`,
        `DELETE ${folder}/firewall/ipset/ipfilter-net0/10.20.0.12`,
      ]);
    });

    it("answers what is true after a failure", async () => {
      const api = withVm()
        .on(`GET ${folder}/status/current`, running, stopped, stopped)
        .on(`PUT ${folder}/config`, refused(500, "not enough memory"))
        .on(`POST ${folder}/status/start`, refused(500, "no space left on device"));

      const error = await failureOf(update(api, { memory_mib: 1_000_000 }).result);

      expect(error.diagnostics).toMatchObject([
        { summary: 'Unable to change VM "web"', detail: expect.stringContaining("not enough memory") as string },
      ]);
      expect(error.state).toEqual(aVm({ started: false }));
    });

    it("touches no VM that has taken the id meanwhile", async () => {
      const api = withVm(theirs);

      const error = await failureOf(update(api, { cores: 4 }).result);

      expect(error.message).toContain("VM 102 is gone since it was planned: plan again");
      expect(api.changes).toEqual([]);
    });
  });
});
