import { readdirSync, readFileSync } from "node:fs";
import { type Place, placesBelow } from "./search";

/** Between two looks, in milliseconds. */
const EVERY_MS = 25;

/** Looks again and again at the processes that carry a mark in their environment, and at the files of a folder. */
export class Watch {
  private readonly seen = new Map<string, Buffer>();
  private readonly timer: NodeJS.Timeout;

  /** @param onProcess told of each process when it is first seen, with its command line */
  constructor(
    private readonly mark: string,
    private readonly folder: string,
    private readonly onProcess: (pid: number, commandLine: string) => void = () => undefined,
  ) {
    this.timer = setInterval(() => this.look(), EVERY_MS);
  }

  /** Everything that was there at any look. */
  stop(): readonly Place[] {
    clearInterval(this.timer);
    return [...this.seen];
  }

  private look(): void {
    for (const pid of readdirSync("/proc").map(Number)) {
      if (!(pid > 0) || pid === process.pid) continue;
      const environment = ofProcess(pid, "environ");
      if (environment?.includes(this.mark) !== true) continue;
      const command = ofProcess(pid, "cmdline") ?? Buffer.alloc(0);
      const name = `process ${pid}: ${command.toString().replaceAll("\0", " ").trim()}`;
      if (!this.seen.has(name)) this.onProcess(pid, name);
      this.seen.set(name, Buffer.concat([command, environment]));
    }
    try {
      for (const [path, bytes] of placesBelow(this.folder)) this.seen.set(`${path}, ${bytes.length} bytes`, bytes);
    } catch {
      // A file that went away in between: the next look has the rest.
    }
  }
}

/** Undefined of a process that has ended. */
function ofProcess(pid: number, file: "environ" | "cmdline"): Buffer | undefined {
  try {
    return readFileSync(`/proc/${pid}/${file}`);
  } catch {
    return undefined;
  }
}
