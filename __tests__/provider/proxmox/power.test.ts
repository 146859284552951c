import { start, stop } from "../../../lib/provider/proxmox/power";
import { failedTask, refused, ScriptedApi } from "./scripted-api";

const place = { node: "pve3", vmId: 102 };
const folder = "/nodes/pve3/qemu/102";
const running = { status: "running" };
const stopped = { status: "stopped" };

function statuses(...answers: readonly unknown[]): ScriptedApi {
  return new ScriptedApi().on(`GET ${folder}/status/current`, ...answers);
}

describe("stop", () => {
  it("leaves a VM that is off", async () => {
    const api = statuses(stopped);

    expect(await stop(api, place, 60)).toBeNull();
    expect(api.changes).toEqual([]);
  });

  it("gives a guest its time though the task has ended, as it does under high availability", async () => {
    const api = statuses(running, running, running, running, stopped);

    expect(await stop(api, place, 60)).toBe("shut down");
    expect(api.changes).toEqual([`POST ${folder}/status/shutdown`]);
  });

  it("stops a guest that still runs when its time is over", async () => {
    const api = statuses(running);
    const off = api.post.bind(api);
    api.post = (path, parameters, signal) => {
      if (path.endsWith("/stop")) api.on(`GET ${folder}/status/current`, stopped);
      return off(path, parameters, signal);
    };

    expect(await stop(api, place, 0.3)).toBe("stopped");
    expect(api.changes).toEqual([`POST ${folder}/status/shutdown`, `POST ${folder}/status/stop`]);
  });

  it.each([
    ["does not obey", failedTask("VM quit/powerdown failed - got timeout")],
    ["is suspended", refused(500, "VM is paused - cannot shutdown")],
  ])("stops a guest that %s", async (_name, answer) => {
    const api = statuses(running, running, stopped).on(`POST ${folder}/status/shutdown`, answer);

    expect(await stop(api, place, 60)).toBe("stopped");
    expect(api.changes).toEqual([`POST ${folder}/status/shutdown`, `POST ${folder}/status/stop`]);
  });

  it("stops at once where no time is given", async () => {
    const api = statuses(running, stopped);

    expect(await stop(api, place, 0)).toBe("stopped");
    expect(api.changes).toEqual([`POST ${folder}/status/stop`]);
  });

  it("refuses to stop a VM by force that it may not shut down", async () => {
    const denied = refused(403, "Permission check failed (/vms/102, VM.PowerMgmt)");
    const api = statuses(running).on(`POST ${folder}/status/shutdown`, denied);

    await expect(stop(api, place, 60)).rejects.toBe(denied);
    expect(api.changes).toEqual([`POST ${folder}/status/shutdown`]);
  });
});

describe("start", () => {
  it("leaves a VM that runs", async () => {
    const api = statuses(running);

    await start(api, place);

    expect(api.changes).toEqual([]);
  });

  it("follows a VM that comes up on another node", async () => {
    const gone = refused(500, "Configuration file 'nodes/pve3/qemu-server/102.conf' does not exist");
    const api = statuses(stopped, gone)
      .list({ vmid: 102, node: "pve1" })
      .on("GET /nodes/pve1/qemu/102/status/current", stopped, running);

    await start(api, place);

    expect(api.changes).toEqual([`POST ${folder}/status/start`]);
  });

  it("refuses to wait for a VM that is nowhere any more", async () => {
    const gone = refused(500, "Configuration file 'nodes/pve3/qemu-server/102.conf' does not exist");

    await expect(start(statuses(stopped, gone), place)).rejects.toBe(gone);
  });
});
