const PARENT_CHECK_MS = 1000;

/**
 * Keeps the process alive exactly as long as OpenTofu needs it.
 *
 * Ctrl-C reaches the whole process group; OpenTofu then calls StopProvider, so the signal itself is ignored. An
 * OpenTofu that was killed outright tells nobody: its processes are handed to another parent, which is looked for.
 *
 * @param interrupt aborts what is under way
 * @returns ends the process in order
 */
export function guardProcess(interrupt: () => void, stop: () => Promise<void>): () => Promise<void> {
  let ending = false;
  const end = async (): Promise<void> => {
    if (ending) return;
    ending = true;
    await stop();
    process.exit(0);
  };
  const abandon = (): void => {
    interrupt();
    void end();
  };
  process.on("SIGINT", () => undefined);
  process.once("SIGTERM", abandon);
  // Once OpenTofu is gone nobody hears us. To say that this failed would fail as well, without an end, and keep the
  // process from ending.
  for (const stream of [process.stdout, process.stderr]) stream.on("error", () => undefined);
  // A fault in one call must not end the others, whose state would be lost.
  process.on("unhandledRejection", (reason) => console.error("A promise was rejected and nobody noticed:", reason));
  process.on("uncaughtException", (error) => console.error("An error was thrown and nobody caught it:", error));
  const parent = process.ppid;
  setInterval(() => {
    if (process.ppid !== parent) abandon();
  }, PARENT_CHECK_MS).unref();
  return end;
}
