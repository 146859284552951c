import { failure } from "../api-error";
import { node, optionalFlag, optionalText, vmid } from "../parameters/parameter";
import type { Task } from "../tasks";
import type { Call, Route } from "./route";

const upid = { type: "string" } as const;
const start = { type: "integer", optional: true, minimum: 0 } as const;

export const taskRoutes: readonly Route[] = [
  {
    method: "GET",
    path: "/nodes/{node}/tasks",
    parameters: {
      node,
      start,
      limit: start,
      errors: optionalFlag,
      source: { type: "string", optional: true, enum: ["archive", "active", "all"] },
      typefilter: optionalText,
      vmid: { ...vmid, optional: true },
    },
    handle: listTasks,
  },
  {
    method: "GET",
    path: "/nodes/{node}/tasks/{upid}/status",
    parameters: { node, upid },
    handle: (call) => describe(findTask(call)),
  },
  {
    method: "GET",
    path: "/nodes/{node}/tasks/{upid}/log",
    parameters: { node, upid, start, limit: start, download: optionalFlag },
    handle: (call) => {
      const first = call.values.optionalNumber("start") ?? 0;
      const lines = findTask(call).log.slice(first, first + (call.values.optionalNumber("limit") ?? 50));
      return lines.map((t, index) => ({ n: first + index + 1, t }));
    },
  },
];

/** A task is shown to who started it, and to those who may audit its node. */
function mayRead({ cluster, caller }: Call, task: Task): boolean {
  return task.caller.tokenId === caller.tokenId || cluster.access.has(caller, `/nodes/${task.node}`, ["Sys.Audit"]);
}

function findTask(call: Call): Task {
  const { cluster, caller, values } = call;
  if (!/^UPID:[^:]+:[0-9A-F]{8}:[0-9A-F]{8,9}:[0-9A-F]{8}:[^:\s]+:[^:\s]*:[^:\s]+:$/.test(values.text("upid"))) {
    throw failure(`unable to parse worker upid '${values.text("upid")}'`);
  }
  const task = cluster.tasks.find(values.text("upid"));
  if (task.node !== cluster.node(values.text("node")).name) {
    throw failure("no such task");
  }
  if (!mayRead(call, task)) {
    cluster.access.check(caller, `/nodes/${task.node}`, ["Sys.Audit"]);
  }
  return task;
}

function describe(task: Task): Record<string, unknown> {
  const { upid: id, node: name, pid, pstart, starttime, type, exitstatus, caller } = task;
  return {
    exitstatus,
    id: task.id,
    node: name,
    pid,
    pstart,
    starttime,
    status: exitstatus === undefined ? "running" : "stopped",
    tokenid: caller.tokenId.slice(caller.user.length + 1),
    type,
    upid: id,
    user: caller.user,
  };
}

function listTasks(call: Call): unknown[] {
  const { cluster, values } = call;
  const [source, type, id] = [
    values.optionalText("source"),
    values.optionalText("typefilter"),
    values.optionalText("vmid"),
  ];
  const first = values.optionalNumber("start") ?? 0;
  return cluster.tasks
    .list(cluster.node(values.text("node")).name)
    .filter((task) => mayRead(call, task))
    .filter((task) => source === "all" || (task.exitstatus === undefined) === (source === "active"))
    .filter((task) => (type === undefined || task.type === type) && (id === undefined || task.id === id))
    .filter((task) => !values.flag("errors") || (task.exitstatus ?? "OK") !== "OK")
    .slice(first, first + (values.optionalNumber("limit") ?? 50))
    .map((task) => ({ ...describe(task), endtime: task.endtime, status: task.exitstatus }));
}
