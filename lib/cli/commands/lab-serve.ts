import { startLab } from "../../lab/lab";
import type { LabEvents } from "../../lab/types";
import type { FromLab, ToLab } from "../demo/lab-messages";
import { claimLab, keepLab, releaseLab } from "../lab-pid";

export interface LabServeOptions {
  readonly directory: string;
  readonly stageDelayMs: number;
}

/** Runs the lab in this process until the one that started it goes away, or until it is told to stop. */
export async function labServe({ directory, stageDelayMs }: LabServeOptions): Promise<void> {
  const tell = (message: FromLab): void => {
    if (process.connected) process.send?.(message);
  };
  let kept = false;
  let end = (): Promise<void> => Promise.resolve();
  let stopping = false;
  const stop = async (): Promise<void> => {
    if (stopping) return;
    stopping = true;
    await end();
    releaseLab(directory);
    process.exit(0);
  };
  process.on("message", (message: ToLab) => {
    kept = message.type === "keep";
    if (kept) keepLab(directory);
  });
  process.on("disconnect", () => kept || void stop());
  for (const signal of ["SIGTERM", "SIGINT", "SIGHUP"] as const) process.on(signal, () => void stop());

  const lab = await start(directory, stageDelayMs).catch((error: unknown) => {
    tell({ type: "failed", reason: error instanceof Error ? error.message : String(error) });
    throw error;
  });
  end = () => lab.stop();
  const forward = (type: "stage" | "stuck") => (event: LabEvents["stage"][0]) =>
    tell({ type, event: { ...event, node: lab.pve.vm(event.vmId)?.node ?? "" } });
  lab.events.on("stage", forward("stage"));
  lab.events.on("stuck", forward("stuck"));
  tell({ type: "ready", environment: lab.environment });
}

async function start(directory: string, stageDelayMs: number): ReturnType<typeof startLab> {
  if (!claimLab(directory)) throw new Error(`another lab has just been started in ${directory}`);
  try {
    return await startLab({ directory, stageDelayMs });
  } catch (error) {
    releaseLab(directory);
    throw error;
  }
}
