import { mkdir, readdir, readFile, rm, writeFile } from "node:fs/promises";
import { hostname } from "node:os";
import { join } from "node:path";

/**
 * What this machine remembers of VMs that are being created: one small file each, named by the VM's UUID, that holds
 * who is at it. A provider that is killed leaves its file, so that the next apply knows a half-made VM for ours. Where
 * nothing can be written, nothing is remembered, and such a VM is another's.
 */
export class Unfinished {
  private readonly folder: string;

  /** @param directory the provider's cache */
  constructor(directory: string) {
    this.folder = join(directory, "vms-being-created");
  }

  /** Runs the creation of a VM. Whatever comes of it, it is over when its result or its failure is known. */
  async during<T>(uuid: string, create: () => Promise<T>): Promise<T> {
    const file = join(this.folder, uuid);
    await mkdir(this.folder, { recursive: true, mode: 0o700 })
      .then(() => writeFile(file, `${me()}\n`, { mode: 0o600 }))
      .catch(() => undefined);
    try {
      return await create();
    } finally {
      await rm(file, { force: true }).catch(() => undefined);
    }
  }

  /** UUIDs of VMs whose creation was begun on this machine by a process that is no more. */
  async abandoned(): Promise<readonly string[]> {
    const uuids = await readdir(this.folder).catch(() => []);
    const left = await Promise.all(
      uuids.map(async (uuid) => {
        const owner = await readFile(join(this.folder, uuid), "utf8").catch(() => "");
        return isGone(owner.trim()) ? [uuid] : [];
      }),
    );
    return left.flat();
  }

  async forget(uuid: string): Promise<void> {
    await rm(join(this.folder, uuid), { force: true }).catch(() => undefined);
  }
}

function me(): string {
  return `${hostname()} ${process.pid}`;
}

/** A process of another machine may live for all that is known here, and so may one that this one may not signal. */
function isGone(owner: string): boolean {
  const [host, pid] = owner.split(" ");
  if (host !== hostname() || !/^[1-9]\d*$/.test(pid ?? "")) return false;
  try {
    process.kill(Number(pid), 0);
    return false;
  } catch (error) {
    return (error as NodeJS.ErrnoException).code === "ESRCH";
  }
}
