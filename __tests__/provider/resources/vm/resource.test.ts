import type { Client } from "../../../../lib/provider/configuration";
import type { Resource } from "../../../../lib/provider/framework/resource";
import { UNKNOWN, type ValueObject } from "../../../../lib/provider/framework/values";
import { ConnectionError } from "../../../../lib/provider/proxmox/errors";
import { resource as typed } from "../../../../lib/provider/resources/vm/resource";
import type { VmState } from "../../../../lib/provider/resources/vm/state";
import { aCall, failureOf } from "../../proxmox/call";
import { failedTask, refused, ScriptedApi } from "../../proxmox/scripted-api";
import { aConfig, aNic, aVm } from "./a-vm";

/** As the framework calls it. */
const resource: Resource<Client> = typed;

const folder = "/nodes/pve3/qemu/102";
const running = { status: "running" };
const stopped = { status: "stopped" };

/** What a plan to create {@link aVm} holds. */
function planned(changes: Partial<VmState> = {}): ValueObject {
  return { ...aVm(changes), current_node: UNKNOWN, smbios_uuid: UNKNOWN };
}

/** An API on which the VM is there, running or not. */
function withVm(config = aConfig(), power: { status: string } = running): ScriptedApi {
  return new ScriptedApi()
    .list({ vmid: 102, status: power.status })
    .on(`GET ${folder}/config`, config)
    .on(`GET ${folder}/status/current`, power);
}

/** Has the VM in the list, and its UUID in the config, as soon as it was created. */
class Creating extends ScriptedApi {
  override async post(path: string, parameters = {}, signal?: AbortSignal): Promise<unknown> {
    const answer = await super.post(path, parameters, signal);
    if (path.endsWith("/qemu")) {
      this.list({ vmid: 102, status: "unknown" });
      this.on(`GET ${folder}/config`, aConfig({ smbios1: String((parameters as { smbios1: string }).smbios1) }));
    }
    return answer;
  }
}

function update(api: ScriptedApi, changes: Partial<VmState>, prior = aVm()) {
  const call = aCall(api);
  const result = resource.update({ prior, config: prior, planned: { ...prior, ...changes } }, call);
  return { call, result };
}

describe("slipway_vm", () => {
  describe("create", () => {
    it("creates the VM, waits, and starts it", async () => {
      const api = new Creating().on(`GET ${folder}/status/current`, stopped, running);
      const call = aCall(api);

      const state = await resource.create({ config: planned(), planned: planned() }, call);

      expect(api.changes).toEqual(["POST /nodes/pve3/qemu", `POST ${folder}/status/start`]);
      const uuid = (state as VmState).smbios_uuid;
      expect(uuid).toMatch(/^[0-9a-f-]{36}$/);
      expect(api.forms.get("POST /nodes/pve3/qemu")).toMatchObject({ vmid: 102, smbios1: `uuid=${uuid}` });
      expect(state).toEqual(aVm({ smbios_uuid: uuid }));
      expect(call.warnings).toEqual([]);
    });

    it("protects a VM last, so that what is half made can be removed", async () => {
      const api = new Creating().on(`GET ${folder}/status/current`, stopped, running);

      const state = await resource.create({ config: planned(), planned: planned({ protection: true }) }, aCall(api));

      expect(state).toMatchObject({ protection: true });
      expect(api.changes).toEqual(["POST /nodes/pve3/qemu", `POST ${folder}/status/start`, `PUT ${folder}/config`]);
      expect(api.forms.get("POST /nodes/pve3/qemu")).toMatchObject({ protection: false });
      expect(api.forms.get(`PUT ${folder}/config`)).toEqual({ protection: true });
    });

    it("keeps a protected VM that does not start as one that can be removed", async () => {
      const api = new Creating()
        .on(`GET ${folder}/status/current`, stopped)
        .on(`POST ${folder}/status/start`, failedTask("start failed: QEMU exited with code 1"));

      const error = await failureOf(
        resource.create({ config: planned(), planned: planned({ protection: true }) }, aCall(api)),
      );

      expect(error.state).toMatchObject({ started: false, protection: false });
    });

    it("keeps a VM that was made, and only warns, when it cannot be read back", async () => {
      const lost = new ConnectionError("https://pve:8006", true, new Error("socket hang up"));
      const api = new Creating().on(`GET ${folder}/status/current`, stopped, running, lost);
      const call = aCall(api);

      const state = await resource.create({ config: planned(), planned: planned() }, call);

      expect(state).toMatchObject({ started: true });
      expect(call.warnings).toMatchObject([{ summary: 'VM "web" was written, but could not be read back' }]);
    });

    it("does not start a VM that is to stay off", async () => {
      const api = new Creating().on(`GET ${folder}/status/current`, stopped);

      await resource.create({ config: planned(), planned: planned({ started: false }) }, aCall(api));

      expect(api.changes).toEqual(["POST /nodes/pve3/qemu"]);
    });

    it("filters what the guest may use before it starts", async () => {
      const firewall = {
        enabled: true,
        mac_filter: true,
        ip_filter: true,
        dhcp: true,
        verify: true,
        input_policy: "DROP",
        output_policy: "ACCEPT",
      };
      const vm = planned({ firewall, network_devices: [aNic({ addresses: ["10.20.0.12"] })] });
      const api = new Creating()
        .on(`GET ${folder}/status/current`, stopped, running)
        .on(`GET ${folder}/firewall/ipset/ipfilter-net0`, refused(500, "no such IPSet 'ipfilter-net0'"), [
          { cidr: "10.20.0.12" },
        ])
        .on(`GET ${folder}/firewall/options`, { enable: 0 }, { enable: 1, ipfilter: 1, dhcp: 1, macfilter: 1 });
      const call = aCall(api);

      await resource.create({ config: vm, planned: vm }, call);

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

    it.each([
      ["VM", "qemu"],
      ["container", "lxc"],
    ])("refuses an id that a %s has, and touches nothing", async (noun, type) => {
      const api = new ScriptedApi().list({ vmid: 102, name: "db", node: "pve2", type });

      const error = await failureOf(resource.create({ config: planned(), planned: planned() }, aCall(api)));

      expect(error.diagnostics).toEqual([
        {
          severity: "error",
          summary: 'Unable to create VM "web"',
          detail: `The id 102 is taken by ${noun} "db" on node pve2.\nNothing was changed. Give "web" another vm_id; or, if that VM is meant, tofu import it.`,
          path: ["vm_id"],
        },
      ]);
      expect(error.state).toBeUndefined();
      expect(api.changes).toEqual([]);
    });

    it("refuses an id that is taken by a VM which the token cannot see", async () => {
      const said = "unable to create VM 102 - VM 102 already exists on node 'pve2'";
      const api = new ScriptedApi().on("POST /nodes/pve3/qemu", refused(500, said));

      const error = await failureOf(resource.create({ config: planned(), planned: planned() }, aCall(api)));

      expect(error.diagnostics[0]).toMatchObject({ path: ["vm_id"], detail: expect.stringContaining(said) as string });
      expect(error.state).toBeUndefined();
      expect(api.changes).toEqual(["POST /nodes/pve3/qemu"]);
    });

    it("keeps nothing of a VM that Proxmox refuses", async () => {
      const api = new ScriptedApi().on(
        "POST /nodes/pve3/qemu",
        refused(403, "Permission check failed (/vms/102, VM.Allocate)"),
      );

      const error = await failureOf(resource.create({ config: planned(), planned: planned() }, aCall(api)));

      expect(error.message).toContain('Unable to create VM "web"');
      expect(error.message).toContain("lacks VM.Allocate on /vms/102");
      expect(error.state).toBeUndefined();
    });

    it.each([
      ["was lost on the way", new ConnectionError("https://pve:8006", true, new Error("socket hang up"))],
      ["is a proxy's, which waited no longer", refused(504, "Gateway Timeout")],
    ])("keeps the VM's UUID when the answer %s", async (_why, lost) => {
      const api = new ScriptedApi().on("POST /nodes/pve3/qemu", lost);

      const error = await failureOf(resource.create({ config: planned(), planned: planned() }, aCall(api)));

      const sent = api.forms.get("POST /nodes/pve3/qemu")?.smbios1;
      expect(error.state).toMatchObject({ vm_id: 102, started: false, current_node: "pve3" });
      expect(`uuid=${String(error.state?.smbios_uuid)}`).toBe(sent);
    });

    it("keeps what was created when it does not start", async () => {
      const api = new Creating()
        .on(`GET ${folder}/status/current`, stopped)
        .on(`POST ${folder}/status/start`, failedTask("bridge 'vmbr1' does not exist"));

      const error = await failureOf(resource.create({ config: planned(), planned: planned() }, aCall(api)));

      expect(error.state).toMatchObject({ vm_id: 102, started: false });
      expect(error.message).toContain("bridge 'vmbr1' does not exist");
    });

    it("says where Proxmox has made something else of the plan", async () => {
      const api = new Creating().on(`GET ${folder}/status/current`, stopped, running);
      const call = aCall(api);
      const vm = planned({ cores: 8 });

      await resource.create({ config: vm, planned: vm }, call);

      expect(call.warnings).toEqual([
        {
          summary: 'Proxmox has not taken VM "web" as planned',
          detail: "These attributes read back differently: cores. The next plan shows how.",
        },
      ]);
    });
  });

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
      const api = withVm(aConfig({ smbios1: "uuid=99999999-2222-4333-8444-555555555555", name: "theirs" }));
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
      const firewall = {
        enabled: true,
        mac_filter: true,
        ip_filter: true,
        dhcp: true,
        verify: true,
        input_policy: "DROP",
        output_policy: "ACCEPT",
      };
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

  describe("plan", () => {
    it("refuses to lose a disk", async () => {
      const error = await failureOf(
        Promise.resolve().then(() =>
          resource.plan?.({ prior: aVm(), config: aVm(), proposed: aVm({ disks: [] }) }, aCall(new ScriptedApi())),
        ),
      );

      expect(error.diagnostics[0]?.path).toEqual(["disks"]);
    });

    it("lets a VM that is made anew have other disks", async () => {
      const proposed = aVm({ disks: [], vm_id: 103 });

      expect(await resource.plan?.({ prior: aVm(), config: proposed, proposed }, aCall(new ScriptedApi()))).toEqual({
        planned: proposed,
        replace: [],
      });
    });

    it("says that another node_name moves nothing", async () => {
      const call = aCall(new ScriptedApi());
      const proposed = aVm({ node_name: "pve1" });

      await resource.plan?.({ prior: aVm(), config: proposed, proposed }, call);

      expect(call.warnings.map(({ summary }) => summary)).toEqual(['VM "web" stays on node pve3']);
    });
  });

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
        .on(`PUT ${folder}/config`, refused(500, "not enough memory"));

      const error = await failureOf(update(api, { memory_mib: 1_000_000 }).result);

      expect(error.diagnostics[0]?.summary).toBe('Unable to change VM "web"');
      expect(error.state).toEqual(aVm({ started: false }));
    });

    it("touches no VM that has taken the id meanwhile", async () => {
      const api = withVm(aConfig({ smbios1: "uuid=99999999-2222-4333-8444-555555555555" }));

      const error = await failureOf(update(api, { cores: 4 }).result);

      expect(error.message).toContain("VM 102 is gone since it was planned: plan again");
      expect(api.changes).toEqual([]);
    });
  });

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
      const api = withVm(aConfig({ smbios1: "uuid=99999999-2222-4333-8444-555555555555" }));

      await resource.delete({ prior: aVm() }, aCall(api));

      expect(api.changes).toEqual([]);
    });
  });

  describe("import", () => {
    it("takes a VM with all its disks", async () => {
      const api = withVm()
        .on(`GET ${folder}/firewall/options`, { digest: "da39a3ee5e6b4b0d3255bfef95601890afd80709" })
        .on(`GET ${folder}/firewall/ipset`, [])
        .on("GET /cluster/ha/resources", []);
      const call = aCall(api);

      const state = await resource.importState?.("102", call);

      expect(await resource.read({ state: state ?? {} }, call)).toEqual(aVm());
    });

    it.each(["web", "99", "pve3/102", "1e3"])("refuses %p as an id", async (id) => {
      const error = await failureOf(Promise.resolve().then(() => resource.importState?.(id, aCall(new ScriptedApi()))));

      expect(error.diagnostics[0]?.summary).toBe(`Unable to import VM "${id}"`);
    });
  });
});
