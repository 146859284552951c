import { z } from "zod";
import { apiPath, type ProxmoxApi } from "./api";
import { isNotFound, TaskError, taskNode } from "./errors";
import { pause } from "./wait";

const Status = z.object({ status: z.string(), exitstatus: z.string().optional() });
const Log = z.array(z.object({ n: z.number(), t: z.string() }));

/** About three hours of looking every two seconds: longer than any task of ours, shorter than for ever. */
const MAX_POLLS = 5400;
/** A task just started is not always known yet where it is asked for. */
const MAX_UNKNOWN = 10;
const LOG_LINES = 20;

/** Looks at a task until it has ended. */
export async function waitForTask(api: Pick<ProxmoxApi, "get">, upid: string, signal?: AbortSignal): Promise<void> {
  const node = taskNode(upid);
  let seen = false;
  for (let poll = 0; poll < MAX_POLLS; poll++) {
    if (poll > 0) await pause(poll, signal);
    try {
      const { status, exitstatus = "" } = Status.parse(
        await api.get(apiPath`/nodes/${node}/tasks/${upid}/status`, {}, signal),
      );
      seen = true;
      if (status !== "stopped") continue;
      if (exitstatus === "OK" || exitstatus.startsWith("WARNINGS")) return;
      throw new TaskError(upid, exitstatus, await logTail(api, node, upid));
    } catch (error) {
      if (seen || poll >= MAX_UNKNOWN || !isNotFound(error)) throw error;
    }
  }
  throw new TaskError(upid, "has not ended in three hours", await logTail(api, node, upid));
}

/** The last lines of a task's log; the failure of this must not hide the failure of the task. */
async function logTail(api: Pick<ProxmoxApi, "get">, node: string, upid: string): Promise<readonly string[]> {
  try {
    const lines = Log.parse(await api.get(apiPath`/nodes/${node}/tasks/${upid}/log`, { limit: 500 }));
    return lines
      .map(({ t }) => t)
      .filter((text) => text !== "" && text !== "no content")
      .slice(-LOG_LINES);
  } catch {
    return [];
  }
}
