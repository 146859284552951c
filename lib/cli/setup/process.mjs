// Child processes and temporary folders of set-up: none outlives it, however it ends.
import { spawn } from "node:child_process";
import { mkdtempSync, rmSync } from "node:fs";
import { tmpdir } from "node:os";
import { join } from "node:path";

const children = new Map();
const folders = new Set();

/** Ends every child that still runs, with all that it started, and removes the temporary folders. */
export async function endChildren() {
  for (const child of children.keys()) signalGroup(child, "SIGTERM");
  const limit = setTimeout(() => [...children.keys()].forEach((child) => signalGroup(child, "SIGKILL")), 5000);
  await Promise.all(children.values());
  clearTimeout(limit);
  for (const folder of folders) rmSync(folder, { recursive: true, force: true });
}

/** Gives `work` an empty folder, and removes it afterwards. */
export async function withTemporaryFolder(work, parent = tmpdir()) {
  const folder = mkdtempSync(join(parent, "slipway-setup-"));
  folders.add(folder);
  try {
    return await work(folder);
  } finally {
    rmSync(folder, { recursive: true, force: true });
    folders.delete(folder);
  }
}

/** Characters of a program's output that are kept, the last ones: the provider's schema is more than 100,000. */
const MOST_OUTPUT = 10_000_000;

/**
 * Runs a program to its end, in a process group of its own, so that what it starts can be ended with it.
 *
 * @param {string} command
 * @param {readonly string[]} args
 * @param {{cwd?: string, env?: NodeJS.ProcessEnv, seconds?: number, input?: string, onLine?: (line: string) => void}} [options]
 * @returns {Promise<{status: number | null, output: string}>} `status` is null if it could not be started or was ended
 */
export function run(command, args, { cwd, env = process.env, seconds = 600, input, onLine } = {}) {
  const stdio = [input === undefined ? "ignore" : "pipe", "pipe", "pipe"];
  const child = spawn(command, args, { cwd, env, stdio, detached: true });
  const ended = new Promise((resolve) => {
    let output = "";
    const take = (chunk) => {
      output = (output + chunk).slice(-MOST_OUTPUT);
      for (const line of String(chunk).split("\n")) if (line.trim() !== "") onLine?.(line.trim());
    };
    child.stdout.on("data", take);
    child.stderr.on("data", take);
    // A program that ends before it has read all its input says why by itself.
    child.stdin?.on("error", () => undefined).end(input);
    const limit = setTimeout(() => signalGroup(child, "SIGKILL"), seconds * 1000);
    const done = (status) => {
      clearTimeout(limit);
      children.delete(child);
      resolve({ status, output });
    };
    child.on("error", (error) => ((output += String(error)), done(null)));
    child.on("close", done);
  });
  children.set(child, ended);
  return ended;
}

function signalGroup({ pid }, signal) {
  try {
    if (pid !== undefined) process.kill(-pid, signal);
  } catch {
    // It has ended meanwhile.
  }
}
