import type { Parameters } from "../../../lib/provider/proxmox/api";
import { ProxmoxError } from "../../../lib/provider/proxmox/errors";
import { waitForTask } from "../../../lib/provider/proxmox/task";

const upid = "UPID:pve2:0000A1B2:00C3D4E5:6B0240D9:qmcreate:102:slipway@pve!ci:";
const folder = `/nodes/pve2/tasks/${encodeURIComponent(upid)}`;

/** An API that answers one question after another. */
function answering(...answers: readonly unknown[]) {
  const asked: string[] = [];
  let next = 0;
  return {
    asked,
    get: (path: string, _parameters?: Parameters, signal?: AbortSignal): Promise<unknown> => {
      signal?.throwIfAborted();
      asked.push(path.replace(folder, ""));
      const answer = answers[next++];
      return answer instanceof Error ? Promise.reject(answer) : Promise.resolve(answer);
    },
  };
}

const noSuchTask = new ProxmoxError("GET", "/x", 500, "no such task", {}, "a@pve!b");

describe("waitForTask", () => {
  it("looks until the task has ended", async () => {
    const api = answering({ status: "running" }, { status: "running" }, { status: "stopped", exitstatus: "OK" });

    await waitForTask(api, upid);

    expect(api.asked).toEqual(["/status", "/status", "/status"]);
  });

  it("bears with a task that is not known yet", async () => {
    await waitForTask(answering(noSuchTask, noSuchTask, { status: "stopped", exitstatus: "OK" }), upid);
  });

  it("bears with what is in between", async () => {
    const gateway = new ProxmoxError("GET", "/x", 502, "Bad Gateway", {}, "a@pve!b");

    await waitForTask(
      answering(gateway, { status: "running" }, gateway, { status: "stopped", exitstatus: "OK" }),
      upid,
    );
  });

  it("does not bear with a task that is not known any more", async () => {
    const api = answering({ status: "running" }, noSuchTask);

    await expect(waitForTask(api, upid)).rejects.toBe(noSuchTask);
  });

  it("takes warnings for success", async () => {
    await waitForTask(answering({ status: "stopped", exitstatus: "WARNINGS: 2" }), upid);
  });

  it("shows the end of the log of a task that failed", async () => {
    const log = [
      { n: 1, t: "creating disk" },
      { n: 2, t: "no space left" },
      { n: 3, t: "TASK ERROR: unable to create VM 102 - no space left" },
    ];
    const api = answering({ status: "stopped", exitstatus: "unable to create VM 102 - no space left" }, log);

    await expect(waitForTask(api, upid)).rejects.toMatchObject({
      name: "TaskError",
      upid,
      message: [
        "task qmcreate on node pve2: unable to create VM 102 - no space left",
        "The end of its log:",
        "  creating disk",
        "  no space left",
        "  TASK ERROR: unable to create VM 102 - no space left",
      ].join("\n"),
    });
  });

  it("shows the failure also where the log cannot be had", async () => {
    const api = answering({ status: "stopped", exitstatus: "got timeout" }, noSuchTask);

    await expect(waitForTask(api, upid)).rejects.toThrow("task qmcreate on node pve2: got timeout");
  });

  it("stops when it is interrupted", async () => {
    const stop = new AbortController();
    const api = answering(...Array.from({ length: 50 }, () => ({ status: "running" })));

    const waiting = waitForTask(api, upid, stop.signal);
    setImmediate(() => stop.abort());

    await expect(waiting).rejects.toMatchObject({ name: "AbortError" });
  });
});
