import { randomUUID } from "node:crypto";
import { readFileSync, readlinkSync } from "node:fs";
import { hostname } from "node:os";

/**
 * Where process ids mean what they mean to us, as one word. The host name alone does not say: containers may share it,
 * and each counts its processes from 1. So may a machine that has been started again.
 */
export const here = [
  hostname(),
  wordOf(() => readFileSync("/proc/sys/kernel/random/boot_id", "utf8")),
  wordOf(() => readlinkSync("/proc/self/ns/pid")),
].join("/");

/** The tokens of this process that are in use. */
const held = new Set<string>();

/** What a lock or a mark of this process holds: whose it is. */
export function newToken(): string {
  const token = `${process.pid} ${here} ${randomUUID()}`;
  held.add(token);
  return token;
}

/** No lock holds this token any more. */
export function forget(token: string): void {
  held.delete(token);
}

/**
 * Whether a token's process is gone; undefined where only its heartbeat can tell: it is elsewhere, or a process has its
 * id, which may be another one by now.
 */
export function isHolderGone(token: string): boolean | undefined {
  const [pid, where] = token.split(" ");
  if (where !== here) return undefined;
  if (Number(pid) === process.pid) return !held.has(token);
  return isAlive(Number(pid)) ? undefined : true;
}

function isAlive(pid: number): boolean {
  if (!Number.isInteger(pid) || pid <= 0) return false;
  try {
    process.kill(pid, 0);
    return true;
  } catch (error) {
    return (error as NodeJS.ErrnoException).code === "EPERM";
  }
}

/** Nothing where the system does not say. */
function wordOf(read: () => string): string {
  try {
    return read().replaceAll(/\s/g, "");
  } catch {
    return "";
  }
}
