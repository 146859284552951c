import { rmSync, writeFileSync } from "node:fs";
import { join } from "node:path";
import { startLab } from "../../lab/lab";
import type { LabEvents } from "../../lab/types";
import type { FromLab, ToLab } from "../demo/lab-messages";

export interface LabServeOptions {
  readonly directory: string;
  readonly ports: { readonly api?: number; readonly bastion?: number; readonly internet?: number };
  readonly stageDelayMs: number;
}

/** Runs the lab in this process until the one that started it goes away, or until it is told to stop. */
export async function labServe({ directory, ports, stageDelayMs }: LabServeOptions): Promise<void> {
  const tell = (message: FromLab): void => {
    if (process.connected) process.send?.(message);
  };
  const lab = await startLab({ directory, ports, stageDelayMs }).catch((error: unknown) => {
    tell({ type: "failed", reason: error instanceof Error ? error.message : String(error) });
    throw error;
  });
  const pidFile = join(directory, "lab.pid");
  writeFileSync(pidFile, `${process.pid}\n`);

  let kept = false;
  const stop = async (): Promise<void> => {
    await lab.stop();
    rmSync(pidFile, { force: true });
    process.exit(0);
  };
  process.on("message", (message: ToLab) => (kept = message.type === "keep"));
  process.on("disconnect", () => kept || void stop());
  process.once("SIGTERM", () => void stop());
  process.once("SIGINT", () => void stop());

  const forward = (type: "stage" | "stuck") => (event: LabEvents["stage"][0]) =>
    tell({ type, event: { ...event, node: lab.pve.vm(event.vmId)?.node ?? "" } });
  lab.events.on("stage", forward("stage"));
  lab.events.on("stuck", forward("stuck"));
  tell({ type: "ready", environment: lab.environment });
}
