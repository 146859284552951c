import { connectProxmox } from "../../../lib/provider/proxmox/client";
import { waitForTask } from "../../../lib/provider/proxmox/task";

const upid = "UPID:pve3:0:0:0:qmstart:102:slipway@pve!ci:";
const failed = { status: "stopped", exitstatus: "start failed" };

describe("a task that has failed", () => {
  it("is told without its log when the user interrupts while that is waited for", async () => {
    const stop = new AbortController();
    const get = (path: string, _parameters?: unknown, signal?: AbortSignal): Promise<unknown> => {
      if (!path.endsWith("/log")) return Promise.resolve(failed);
      setImmediate(() => stop.abort());
      return new Promise((_answer, fail) => signal?.addEventListener("abort", () => fail(new Error("aborted"))));
    };

    await expect(waitForTask({ get }, upid, stop.signal)).rejects.toThrow(/^task qmstart on node pve3: start failed$/);
  });

  it("has the list of all VMs asked for again: it may have changed one before it failed", async () => {
    const asked: string[] = [];
    const api = connectProxmox({
      endpoint: "https://pve.example:8006",
      apiToken: "slipway@pve!ci=secret",
      transport: ({ path }) => {
        asked.push(path.replace("/api2/json", "").replace(/^\/nodes.*\//, ""));
        const data = path.endsWith("/status") ? failed : [];
        return Promise.resolve({ status: 200, reason: "OK", body: JSON.stringify({ data }) });
      },
    });
    await api.listVms();

    await expect(api.waitForTask(upid)).rejects.toThrow("start failed");
    await api.listVms();

    expect(asked).toEqual(["/cluster/resources?type=vm", "status", "log?limit=500", "/cluster/resources?type=vm"]);
  });
});
