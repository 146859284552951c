import type { Caller } from "./access/caller";
import { failure } from "./api-error";
import { hostClock } from "../clock";
import type { Turnstile } from "./turnstile";
import type { PveOptions, TaskFault } from "./types";

/** Something that takes time, and whose end is asked for. */
export interface Task {
  readonly upid: string;
  readonly node: string;
  readonly type: string;
  readonly id: string;
  readonly caller: Caller;
  readonly pid: number;
  readonly pstart: number;
  readonly starttime: number;
  readonly log: string[];
  endtime?: number;

  /** "OK" or what went wrong; there once the task has ended. */
  exitstatus?: string;
}

export interface TaskRequest {
  readonly node: string;
  readonly type: string;

  /** What it is about: a VM id, a storage, or nothing. */
  readonly id: string;
  readonly caller: Caller;

  /** Other work on the same thing waits until this task has ended. */
  readonly turnstile?: Turnstile;
  readonly work: (log: (line: string) => void) => Promise<void> | void;

  /** Puts away what the work would have used, where a fault keeps it from being done. */
  readonly abandon?: () => Promise<void> | void;
}

/** Ended tasks are forgotten beyond this number, the oldest first. */
const remembered = 2000;

/** All tasks of the cluster. */
export class TaskList {
  private readonly tasks = new Map<string, Task>();
  private readonly askedOnce = new Set<string>();
  private readonly timers = new Set<NodeJS.Timeout>();
  private nextPid = 0x1000;
  private stopped = false;

  constructor(
    private readonly delay: number | ((type: string) => number) = 0,
    private readonly late = false,
    private readonly faults: PveOptions["taskFaults"] = undefined,
  ) {}

  /** Starts a task and gives its UPID at once. */
  start(request: TaskRequest): string {
    const { node, type, id, caller } = request;
    const pid = this.nextPid++;
    const pstart = Math.floor(process.uptime() * 100);
    const starttime = hostClock.seconds();
    const upid = `UPID:${node}:${hex(pid)}:${hex(pstart)}:${hex(starttime)}:${type}:${id}:${caller.tokenId}:`;
    const task: Task = { upid, node, type, id, caller, pid, pstart, starttime, log: [] };
    this.remember(task);
    void this.run(task, request, this.faults?.({ node, type, id }) ?? {});
    return upid;
  }

  find(upid: string): Task {
    const task = this.tasks.get(upid);
    if (task === undefined) {
      throw failure("no such task");
    }
    if (this.late && !this.askedOnce.has(upid)) {
      this.askedOnce.add(upid);
      throw failure("no such task");
    }
    return task;
  }

  /** The newest first. */
  list(node: string): Task[] {
    return [...this.tasks.values()].filter((task) => task.node === node).reverse();
  }

  /** Nothing that waits for its time will run any more. */
  stop(): void {
    this.stopped = true;
    this.timers.forEach(clearTimeout);
    this.timers.clear();
  }

  private async run(task: Task, { turnstile, work, abandon }: TaskRequest, fault: TaskFault): Promise<void> {
    const body = async (): Promise<void> => {
      await this.pause(this.delayOf(task.type) + (fault.delayMs ?? 0));
      await fault.until;
      if (fault.failure !== undefined) {
        await abandon?.();
        throw failure(fault.failure);
      }
      if (!this.stopped) {
        await work((line) => task.log.push(line));
      }
    };
    try {
      await (turnstile === undefined ? body() : turnstile.run(body));
      this.end(task, "OK");
    } catch (error) {
      this.end(task, error instanceof Error ? error.message : String(error));
    }
  }

  private end(task: Task, exitstatus: string): void {
    task.log.push(exitstatus === "OK" ? "TASK OK" : `TASK ERROR: ${exitstatus}`);
    task.endtime = hostClock.seconds();
    task.exitstatus = exitstatus;
  }

  private delayOf(type: string): number {
    return typeof this.delay === "number" ? this.delay : this.delay(type);
  }

  private async pause(milliseconds: number): Promise<void> {
    if (milliseconds <= 0) {
      return;
    }
    await new Promise<void>((resolve) => {
      const timer = setTimeout(() => {
        this.timers.delete(timer);
        resolve();
      }, milliseconds);
      this.timers.add(timer);
    });
  }

  private remember(task: Task): void {
    this.tasks.set(task.upid, task);
    if (this.tasks.size > remembered) {
      const oldest = [...this.tasks.values()].find(({ exitstatus }) => exitstatus !== undefined);
      this.tasks.delete(oldest?.upid ?? "");
      this.askedOnce.delete(oldest?.upid ?? "");
    }
  }
}

function hex(value: number): string {
  return value.toString(16).toUpperCase().padStart(8, "0");
}
