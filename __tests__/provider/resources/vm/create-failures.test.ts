import { ConnectionError } from "../../../../lib/provider/proxmox/errors";
import { failureOf } from "../../proxmox/call";
import { failedTask, refused, ScriptedApi } from "../../proxmox/scripted-api";
import { create, Creating, folder, running, stopped } from "./scripted-vm";

describe("slipway_vm", () => {
  describe("a creation that fails", () => {
    it("keeps a protected VM that does not start as one that can be removed", async () => {
      const api = new Creating()
        .on(`GET ${folder}/status/current`, stopped)
        .on(`POST ${folder}/status/start`, failedTask("start failed: QEMU exited with code 1"));

      const error = await failureOf(create(api, { protection: true }).result);

      expect(error.state).toMatchObject({ started: false, protection: false });
    });

    it("keeps a VM that was made, and only warns, when it cannot be read back", async () => {
      const lost = new ConnectionError("https://pve:8006", true, new Error("socket hang up"));
      const api = new Creating().on(`GET ${folder}/status/current`, stopped, running, lost);

      const { result, call } = create(api);
      const state = await result;

      expect(state).toMatchObject({ started: true });
      expect(call.warnings).toMatchObject([{ summary: 'VM "web" was written, but could not be read back' }]);
    });

    it.each([
      ["VM", "qemu"],
      ["container", "lxc"],
    ])("refuses an id that a %s has, and touches nothing", async (noun, type) => {
      const api = new ScriptedApi().list({ vmid: 102, name: "db", node: "pve2", type });

      const error = await failureOf(create(api).result);

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

      const error = await failureOf(create(api).result);

      expect(error.diagnostics[0]).toMatchObject({ path: ["vm_id"], detail: expect.stringContaining(said) as string });
      expect(error.state).toBeUndefined();
      expect(api.changes).toEqual(["POST /nodes/pve3/qemu"]);
    });

    it("keeps nothing of a VM that Proxmox refuses", async () => {
      const api = new ScriptedApi().on(
        "POST /nodes/pve3/qemu",
        refused(403, "Permission check failed (/vms/102, VM.Allocate)"),
      );

      const error = await failureOf(create(api).result);

      expect(error.message).toContain('Unable to create VM "web"');
      expect(error.message).toContain("lacks VM.Allocate on /vms/102");
      expect(error.state).toBeUndefined();
    });

    it.each([
      ["was lost on the way", new ConnectionError("https://pve:8006", true, new Error("socket hang up"))],
      ["is a proxy's, which waited no longer", refused(504, "Gateway Timeout")],
    ])("keeps the VM's UUID when the answer %s", async (_why, lost) => {
      const api = new ScriptedApi().on("POST /nodes/pve3/qemu", lost);

      const error = await failureOf(create(api).result);

      const sent = api.forms.get("POST /nodes/pve3/qemu")?.smbios1;
      expect(error.state).toMatchObject({ vm_id: 102, started: false, current_node: "pve3" });
      expect(`uuid=${String(error.state?.smbios_uuid)}`).toBe(sent);
    });

    it("keeps what was created when it does not start", async () => {
      const api = new Creating()
        .on(`GET ${folder}/status/current`, stopped)
        .on(`POST ${folder}/status/start`, failedTask("bridge 'vmbr1' does not exist"));

      const error = await failureOf(create(api).result);

      expect(error.state).toMatchObject({ vm_id: 102, started: false });
      expect(error.message).toContain("bridge 'vmbr1' does not exist");
    });
  });
});
