import { constants } from "node:os";
import { endAll } from "./processes";

type Ender = () => Promise<void>;

const enders: Ender[] = [];
let stopping = false;

/** What is to be ended when the command is interrupted, last one first, after its child processes. */
export function onStop(end: Ender): void {
  enders.unshift(end);
}

/** Ends everything that this command has started. */
export async function stopAll(): Promise<void> {
  await endAll();
  for (const end of enders.splice(0)) await end();
}

/** Ctrl-C, a polite kill, or the end of the process that started us: everything is stopped before we go. */
export function installStop(): void {
  const stop = (status: number) => (): void => {
    if (stopping) return;
    stopping = true;
    process.stderr.write("\nstopping…\n");
    void stopAll().finally(() => process.exit(status));
  };
  for (const signal of ["SIGINT", "SIGTERM", "SIGHUP"] as const)
    process.on(signal, stop(128 + constants.signals[signal]));
  if (process.channel !== undefined) {
    process.on("disconnect", stop(129));
    process.channel?.unref();
  }
}
