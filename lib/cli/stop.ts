import { constants } from "node:os";
import { endAll, killAll } from "./processes";

type Ender = () => Promise<void>;

const enders: Ender[] = [];
let stoppingSince: number | undefined;

/** A terminal and npm both hand a Ctrl-C on, so what comes this soon after a first one is the same one. */
const SAME_SIGNAL_MS = 700;

/** What is to be ended when the command is interrupted, last one first, after its child processes. */
export function onStop(end: Ender): void {
  enders.unshift(end);
}

/** Ends everything that this command has started. */
export async function stopAll(): Promise<void> {
  await endAll();
  for (const end of enders.splice(0)) await end();
}

/** Whether the command has been told to stop, so that what fails from now on fails because of that. */
export function isStopping(): boolean {
  return stoppingSince !== undefined;
}

/**
 * Ctrl-C, a polite kill, or the end of the process that started us: everything is stopped before we go. A second Ctrl-C
 * does not wait for what takes its time.
 */
export function installStop(): void {
  const stop = (status: number) => (): void => {
    if (stoppingSince === undefined) {
      stoppingSince = Date.now();
      process.stderr.write("\nstopping… (Ctrl-C again: at once)\n");
      void stopAll().finally(() => process.exit(status));
    } else if (Date.now() - stoppingSince > SAME_SIGNAL_MS) killAll();
  };
  for (const signal of ["SIGINT", "SIGTERM", "SIGHUP"] as const)
    process.on(signal, stop(128 + constants.signals[signal]));
  if (process.channel !== undefined) {
    process.on("disconnect", stop(129));
    process.channel?.unref();
  }
}
