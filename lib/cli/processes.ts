import { spawn, type ChildProcess } from "node:child_process";

/** How a child process ended. */
export interface Outcome {
  /** Exit status; null if a signal ended it. */
  readonly status: number | null;
  /** The last 200,000 characters that it wrote to stdout. */
  readonly stdout: string;
  readonly stderr: string;
}

interface Options {
  readonly cwd: string;
  readonly env: NodeJS.ProcessEnv;
  readonly seconds: number;
  /** Each whole line of stdout, as it comes. */
  readonly onLine?: (line: string) => void;
}

const KEPT = 200_000;
const running = new Set<ChildProcess>();

/**
 * Runs a program to its end, in a process group of its own: a Ctrl-C reaches it through us alone, since OpenTofu takes a
 * second one as "give up your state". Past `seconds` it is told to stop, and killed 10 s later.
 */
export function run(
  command: string,
  args: readonly string[],
  { cwd, env, seconds, onLine }: Options,
): Promise<Outcome> {
  return new Promise((resolve, reject) => {
    const child = spawn(command, args, { cwd, env, detached: true, stdio: ["ignore", "pipe", "pipe"] });
    running.add(child);
    let stdout = "";
    let stderr = "";
    let rest = "";
    child.stdout.setEncoding("utf8").on("data", (chunk: string) => {
      stdout = (stdout + chunk).slice(-KEPT);
      const lines = (rest + chunk).split("\n");
      rest = lines.pop() ?? "";
      for (const line of lines) onLine?.(line);
    });
    child.stderr.setEncoding("utf8").on("data", (chunk: string) => (stderr = (stderr + chunk).slice(-KEPT)));
    const limit = setTimeout(() => void endChild(child), seconds * 1000);
    const done = (): void => {
      clearTimeout(limit);
      running.delete(child);
    };
    child.once("error", (error) => (done(), reject(error)));
    child.once("close", (status) => (done(), resolve({ status, stdout, stderr })));
  });
}

/** Asks every child to stop, waits, and kills what has not stopped within 10 s. */
export async function endAll(): Promise<void> {
  await Promise.all([...running].map(endChild));
}

/** Kills every child at once, with all that it started. */
export function killAll(): void {
  for (const child of running) killGroup(child);
}

/** Ends one child: SIGINT first, which lets OpenTofu save its state, then SIGKILL to it and to all that it started. */
export function endChild(child: ChildProcess): Promise<void> {
  if (child.pid === undefined || child.exitCode !== null || child.signalCode !== null) return Promise.resolve();
  return new Promise((resolve) => {
    const limit = setTimeout(() => killGroup(child), 10_000);
    child.once("close", () => {
      clearTimeout(limit);
      resolve();
    });
    child.kill("SIGINT");
  });
}

/** @param child leads a process group of its own */
function killGroup({ pid }: ChildProcess): void {
  try {
    if (pid !== undefined) process.kill(-pid, "SIGKILL");
  } catch {
    // It has ended meanwhile.
  }
}
