import type { VmState } from "../../../../lib/provider/resources/vm/state";
import { refused } from "../../proxmox/scripted-api";
import { aNic, aVm } from "./a-vm";
import { create, Creating, firewall, folder, running, stopped } from "./scripted-vm";

describe("slipway_vm", () => {
  describe("create", () => {
    it("creates the VM, waits, and starts it", async () => {
      const api = new Creating().on(`GET ${folder}/status/current`, stopped, running);

      const { result, call } = create(api);
      const state = await result;

      expect(api.changes).toEqual(["POST /nodes/pve3/qemu", `POST ${folder}/status/start`]);
      const uuid = (state as VmState).smbios_uuid;
      expect(uuid).toMatch(/^[0-9a-f-]{36}$/);
      expect(api.forms.get("POST /nodes/pve3/qemu")).toMatchObject({ vmid: 102, smbios1: `uuid=${uuid}` });
      expect(state).toEqual(aVm({ smbios_uuid: uuid }));
      expect(call.warnings).toEqual([]);
    });

    it("protects a VM last, so that what is half made can be removed", async () => {
      const api = new Creating().on(`GET ${folder}/status/current`, stopped, running);

      const state = await create(api, { protection: true }).result;

      expect(state).toMatchObject({ protection: true });
      expect(api.changes).toEqual(["POST /nodes/pve3/qemu", `POST ${folder}/status/start`, `PUT ${folder}/config`]);
      expect(api.forms.get("POST /nodes/pve3/qemu")).toMatchObject({ protection: false });
      expect(api.forms.get(`PUT ${folder}/config`)).toEqual({ protection: true });
    });

    it("does not start a VM that is to stay off", async () => {
      const api = new Creating().on(`GET ${folder}/status/current`, stopped);

      await create(api, { started: false }).result;

      expect(api.changes).toEqual(["POST /nodes/pve3/qemu"]);
    });

    it("filters what the guest may use before it starts", async () => {
      const api = new Creating()
        .on(`GET ${folder}/status/current`, stopped, running)
        .on(`GET ${folder}/firewall/ipset/ipfilter-net0`, refused(500, "no such IPSet 'ipfilter-net0'"), [
          { cidr: "10.20.0.12" },
        ])
        .on(`GET ${folder}/firewall/options`, { enable: 0 }, { enable: 1, ipfilter: 1, dhcp: 1, macfilter: 1 });

      const { result, call } = create(api, { firewall, network_devices: [aNic({ addresses: ["10.20.0.12"] })] });
      await result;

      expect(api.changes).toEqual([
        "POST /nodes/pve3/qemu",
        `POST ${folder}/firewall/ipset`,
        `POST ${folder}/firewall/ipset/ipfilter-net0`,
        `PUT ${folder}/firewall/options`,
        `POST ${folder}/status/start`,
      ]);
      expect(api.forms.get(`POST ${folder}/firewall/ipset/ipfilter-net0`)).toEqual({ cidr: "10.20.0.12" });
      expect(api.forms.get(`PUT ${folder}/firewall/options`)).toEqual({
        enable: true,
        macfilter: true,
        ipfilter: true,
        dhcp: true,
        policy_in: "DROP",
        policy_out: "ACCEPT",
      });
      expect(call.warnings).toEqual([]);
    });

    it("says where Proxmox has made something else of the plan", async () => {
      const api = new Creating().on(`GET ${folder}/status/current`, stopped, running);

      const { result, call } = create(api, { cores: 8 });
      await result;

      expect(call.warnings).toEqual([
        {
          summary: 'Proxmox has not taken VM "web" as planned',
          detail: "These attributes read back differently: cores. The next plan shows how.",
        },
      ]);
    });
  });
});
