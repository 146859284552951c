import { fork, type ChildProcess } from "node:child_process";
import { EventEmitter, once } from "node:events";
import { closeSync, openSync, readFileSync } from "node:fs";
import { join } from "node:path";
import { endChild } from "../processes";
import { onStop } from "../stop";
import type { FromLab, LabEvents } from "./lab-messages";
import type { LabEnvironment } from "../../lab/types";

/** The lab in a process of its own, which ends with this one unless it is told to stay. */
export class LabProcess {
  readonly events = new EventEmitter<LabEvents>();

  /** Resolves when the lab's process has ended, however that came. */
  readonly ended: Promise<void>;

  private constructor(
    private readonly child: ChildProcess,
    readonly environment: LabEnvironment,
  ) {
    this.ended = new Promise((resolve) => child.once("exit", () => resolve()));
    child.on("message", (message: FromLab) => {
      if (message.type === "stage" || message.type === "stuck") this.events.emit(message.type, message.event);
    });
  }

  /** @throws Error with what the lab said, if it does not come up within a minute */
  static async start(entry: string, directory: string): Promise<LabProcess> {
    const log = join(directory, "lab.log");
    const output = openSync(log, "w", 0o600);
    // In a process group of its own: a Ctrl-C reaches it through us, once what depends on it has stopped.
    const child = fork(entry, ["lab", "serve", "--directory", directory], {
      detached: true,
      stdio: ["ignore", output, output, "ipc"],
    });
    closeSync(output);
    onStop(() => end(child));
    const patience = AbortSignal.timeout(60_000);
    try {
      const ready = (await Promise.race([
        once(child, "message", { signal: patience }).then(([message]) => message as FromLab),
        once(child, "exit", { signal: patience }).then(() => undefined),
      ])) as FromLab | undefined;
      if (ready?.type !== "ready")
        throw new Error(
          ready?.type === "failed" ? ready.reason : readFileSync(log, "utf8").trim() || "it ended without a word",
        );
      return new LabProcess(child, ready.environment);
    } catch (error) {
      child.kill("SIGKILL");
      throw new Error(`the lab does not start: ${error instanceof Error ? error.message : String(error)}`, {
        cause: error,
      });
    }
  }

  /** Lets the lab live on after this process. */
  async keep(): Promise<void> {
    await new Promise<void>((resolve) => this.child.send({ type: "keep" }, () => resolve()));
    this.child.disconnect();
    this.child.unref();
    kept.add(this.child);
  }

  stop(): Promise<void> {
    return end(this.child);
  }
}

/** Those that are to outlive this process. */
const kept = new WeakSet<ChildProcess>();

/** Ends a lab that was not told to stay: it stops when the connection to it is gone. */
async function end(child: ChildProcess): Promise<void> {
  if (kept.has(child) || child.exitCode !== null || child.signalCode !== null) return;
  if (!child.connected) return endChild(child);
  const ended = once(child, "exit", { signal: AbortSignal.timeout(10_000) }).catch(() => child.kill("SIGKILL"));
  child.disconnect();
  await ended;
}
