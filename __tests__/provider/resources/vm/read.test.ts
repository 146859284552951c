import { aCall, failureOf } from "../../proxmox/call";
import { refused, ScriptedApi } from "../../proxmox/scripted-api";
import { aConfig, aNic, aVm } from "./a-vm";
import { firewall, folder, resource, running, stopped, theirs, withVm } from "./scripted-vm";

describe("slipway_vm", () => {
  describe("read", () => {
    it("needs the list and the config only", async () => {
      const api = withVm();

      expect(await resource.read({ state: aVm() }, aCall(api))).toEqual(aVm());
      expect(api.asked).toEqual(["LIST", `GET ${folder}/config`]);
    });

    it("waits for a VM that is just being made, since there is nothing yet to know it by", async () => {
      const api = new ScriptedApi()
        .list({ vmid: 102, status: "running" })
        .on(`GET ${folder}/config`, { lock: "create" }, { lock: "create" }, aConfig());

      expect(await resource.read({ state: aVm() }, aCall(api))).toEqual(aVm());
      expect(api.asked.filter((asked) => asked === `GET ${folder}/config`)).toHaveLength(3);
    });

    it("asks again before it believes that a VM's power has changed", async () => {
      const api = withVm(aConfig(), running);
      api.vms.splice(0);
      api.list({ vmid: 102, status: "stopped" });

      expect(await resource.read({ state: aVm() }, aCall(api))).toEqual(aVm());
    });

    it("tells a VM that was stopped by hand", async () => {
      expect(await resource.read({ state: aVm() }, aCall(withVm(aConfig(), stopped)))).toEqual(aVm({ started: false }));
    });

    it("follows a VM that moved", async () => {
      const api = new ScriptedApi()
        .list({ vmid: 102, node: "pve1", status: "running" })
        .on("GET /nodes/pve1/qemu/102/config", aConfig());

      expect(await resource.read({ state: aVm() }, aCall(api))).toEqual(aVm({ current_node: "pve1" }));
    });

    it.each([
      [500, "Configuration file 'nodes/pve3/qemu-server/102.conf' does not exist"],
      [403, "Permission check failed (/vms/102, VM.Audit)"],
    ])("knows from %i %s that a VM is gone", async (status, reason) => {
      const api = new ScriptedApi().on(`GET ${folder}/config`, refused(status, reason));

      expect(await resource.read({ state: aVm() }, aCall(api))).toBeNull();
    });

    it("does not take a missing privilege on a VM that is there for its absence", async () => {
      const api = new ScriptedApi()
        .list({ vmid: 102 })
        .on(`GET ${folder}/config`, refused(403, "Permission check failed"));

      const error = await failureOf(resource.read({ state: aVm() }, aCall(api)));

      expect(error.diagnostics[0]?.summary).toBe('Unable to read VM "web" (102)');
    });

    it("does not take another VM with the same id for its own", async () => {
      const api = withVm(theirs);
      const call = aCall(api);

      expect(await resource.read({ state: aVm() }, call)).toBeNull();
      expect(call.warnings).toEqual([
        {
          summary: 'VM "web" is gone',
          detail: 'Its id 102 belongs to another VM now, "theirs" on node pve3, which is left alone.',
        },
      ]);
    });

    it("reads the firewall only where one is configured", async () => {
      const state = aVm({ firewall, network_devices: [aNic({ addresses: ["10.20.0.12"] })] });
      const api = withVm()
        .on(`GET ${folder}/firewall/options`, { enable: 1, policy_in: "REJECT" })
        .on(`GET ${folder}/firewall/ipset/ipfilter-net0`, [{ cidr: "10.20.0.12" }, { cidr: "0.0.0.0/0" }]);

      expect(await resource.read({ state }, aCall(api))).toEqual({
        ...state,
        firewall: { ...firewall, ip_filter: false, dhcp: false, input_policy: "REJECT" },
        network_devices: [aNic({ addresses: ["10.20.0.12", "0.0.0.0/0"] })],
      });
    });
  });
});
