import { z } from "zod";
import { parseAnswer } from "./answer";
import { apiPath, type ProxmoxApi } from "./api";
import { Progress } from "../framework/progress";
import { isNotFound, isPassing, TaskError, taskNode, taskType } from "./errors";
import { pause } from "./wait";

const Status = z.object({ status: z.string(), exitstatus: z.string().optional() });
const Log = z.array(z.object({ n: z.number(), t: z.string() }));

/** About three hours of looking every two seconds: longer than any task of ours, shorter than for ever. */
const MAX_POLLS = 5400;
/** A task just started is not always known yet where it is asked for. */
const MAX_UNKNOWN = 10;
/** So many looks in a row may get no answer. Each takes a few seconds, with its own repetitions. */
const MAX_LOST = 20;
const LOG_LINES = 20;

/** Looks at a task until it has ended. */
export async function waitForTask(api: Pick<ProxmoxApi, "get">, upid: string, signal?: AbortSignal): Promise<void> {
  const node = taskNode(upid);
  const progress = new Progress(`task ${taskType(upid)} on node ${node}`);
  const path = apiPath`/nodes/${node}/tasks/${upid}/status`;
  let seen = false;
  let lost = 0;
  for (let poll = 0; poll < MAX_POLLS; poll++) {
    if (poll > 0) await pause(poll, signal);
    try {
      const { status, exitstatus = "" } = parseAnswer(Status, await api.get(path, {}, signal), path);
      seen = true;
      lost = 0;
      if (status !== "stopped") {
        progress.standing("is running");
        continue;
      }
      if (exitstatus === "OK" || exitstatus.startsWith("WARNINGS")) return;
      throw new TaskError(upid, exitstatus, await logTail(api, node, upid, signal));
    } catch (error) {
      // The task goes on whether it is watched or not, and a node's API is away for a while when it is updated.
      if (isPassing(error) && lost++ < MAX_LOST) continue;
      if (seen || poll >= MAX_UNKNOWN || !isNotFound(error)) throw error;
    }
  }
  throw new TaskError(upid, "has not ended in three hours", await logTail(api, node, upid, signal));
}

/** The last lines of a task's log; the failure of this must not hide the failure of the task. */
async function logTail(
  api: Pick<ProxmoxApi, "get">,
  node: string,
  upid: string,
  signal: AbortSignal | undefined,
): Promise<readonly string[]> {
  try {
    const lines = Log.parse(await api.get(apiPath`/nodes/${node}/tasks/${upid}/log`, { limit: 500 }, signal));
    return lines
      .map(({ t }) => t)
      .filter((text) => text !== "" && text !== "no content")
      .slice(-LOG_LINES);
  } catch {
    return [];
  }
}
