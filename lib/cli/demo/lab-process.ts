import { fork, type ChildProcess } from "node:child_process";
import { EventEmitter, once } from "node:events";
import { endChild } from "../processes";
import type { FromLab, LabEvents } from "./lab-messages";
import type { LabEnvironment } from "../../lab/types";

/** The lab in a process of its own, which ends with this one unless it is told to stay. */
export class LabProcess {
  readonly events = new EventEmitter<LabEvents>();

  private constructor(
    private readonly child: ChildProcess,
    readonly environment: LabEnvironment,
  ) {
    child.on("message", (message: FromLab) => {
      if (message.type === "stage" || message.type === "stuck") this.events.emit(message.type, message.event);
    });
  }

  /** @throws Error with what the lab said, if it does not come up within a minute */
  static async start(entry: string, args: readonly string[]): Promise<LabProcess> {
    // In a process group of its own: a Ctrl-C reaches it through us, once what depends on it has stopped.
    const child = fork(entry, ["lab", "serve", ...args], {
      detached: true,
      stdio: ["ignore", "ignore", "pipe", "ipc"],
    });
    let said = "";
    child.stderr?.setEncoding("utf8").on("data", (chunk: string) => (said = (said + chunk).slice(-10_000)));
    const patience = AbortSignal.timeout(60_000);
    try {
      const ready = (await Promise.race([
        once(child, "message", { signal: patience }).then(([message]) => message as FromLab),
        once(child, "exit", { signal: patience }).then(() => undefined),
      ])) as FromLab | undefined;
      if (ready?.type !== "ready")
        throw new Error(ready?.type === "failed" ? ready.reason : said.trim() || "it ended without a word");
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
    this.child.stderr?.destroy();
    this.child.disconnect();
    this.child.unref();
  }

  async stop(): Promise<void> {
    if (!this.child.connected) return endChild(this.child);
    const ended = once(this.child, "exit", { signal: AbortSignal.timeout(10_000) }).catch(() =>
      this.child.kill("SIGKILL"),
    );
    this.child.disconnect();
    await ended;
  }
}
