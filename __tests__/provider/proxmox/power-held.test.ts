import { stop } from "../../../lib/provider/proxmox/power";
import { failedTask, refused, ScriptedApi } from "./scripted-api";

const place = { node: "pve3", vmId: 102 };
const folder = "/nodes/pve3/qemu/102";

describe("stop, of a VM that something else holds", () => {
  it.each([
    ["another task, for a while", failedTask("can't lock file '/var/lock/qemu-server/lock-102.conf' - got timeout")],
    ["a backup", failedTask("VM is locked (backup)")],
    ["a migration that is seen at once", refused(500, "VM is locked (migrate)")],
  ])("refuses to use force, since its guest has not been told to shut down: %s", async (_name, answer) => {
    const api = new ScriptedApi()
      .on(`GET ${folder}/status/current`, { status: "running" }, { status: "running" }, { status: "stopped" })
      .on(`POST ${folder}/status/shutdown`, answer);

    await expect(stop(api, place, 3600)).rejects.toBe(answer);
    expect(api.changes).toEqual([`POST ${folder}/status/shutdown`]);
  });
});
