import { failureOf } from "../../proxmox/call";
import { refused, type ScriptedApi } from "../../proxmox/scripted-api";
import { aConfig, aVm } from "./a-vm";
import { folder, running, stopped, update, withVm } from "./scripted-vm";

const denied = refused(403, "Permission check failed (/vms/102, VM.Config.Memory)");

/** A VM that goes off and on as it is told, and whose configuration nobody may change. */
function unchangeable(power: { status: string }): ScriptedApi {
  const api = withVm(aConfig(), power).on(`PUT ${folder}/config`, denied);
  const post = api.post.bind(api);
  api.post = (path, parameters, signal) => {
    const now = { shutdown: stopped, stop: stopped, start: running }[path.slice(path.lastIndexOf("/") + 1)];
    if (now !== undefined) api.on(`GET ${folder}/status/current`, now);
    return post(path, parameters, signal);
  };
  return api;
}

describe("a change of slipway_vm that was refused after the VM was shut down for it", () => {
  it("starts the VM again: it would be off until somebody has mended the cause", async () => {
    const api = unchangeable(running);

    const error = await failureOf(update(api, { memory_mib: 8192 }).result);

    expect(error.diagnostics[0]?.detail).toContain("VM.Config.Memory");
    expect(error.state).toMatchObject({ started: true, memory_mib: 4096 });
    expect(api.changes).toEqual([
      `POST ${folder}/status/shutdown`,
      `PUT ${folder}/config`,
      `POST ${folder}/status/start`,
    ]);
  });

  it("leaves a VM off that was to be off", async () => {
    const api = unchangeable(running);

    const error = await failureOf(update(api, { memory_mib: 8192, started: false }).result);

    expect(error.state).toMatchObject({ started: false });
    expect(api.changes).toEqual([`POST ${folder}/status/shutdown`, `PUT ${folder}/config`]);
  });

  it("starts none that did not run", async () => {
    const api = unchangeable(stopped);

    const error = await failureOf(update(api, { memory_mib: 8192 }, aVm({ started: false })).result);

    expect(error.state).toMatchObject({ started: false });
    expect(api.changes).toEqual([`PUT ${folder}/config`]);
  });
});
