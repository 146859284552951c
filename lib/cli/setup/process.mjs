// Child processes of set-up: bounded in time, ended by their own id, and with their output at hand when they fail.
import { spawn } from "node:child_process";

const children = new Set();

/** Ends every child that still runs. */
export function endChildren() {
  for (const child of children) child.kill("SIGTERM");
}

/**
 * @param {string} command
 * @param {readonly string[]} args
 * @param {{cwd?: string, env?: NodeJS.ProcessEnv, seconds?: number, input?: string, onLine?: (line: string) => void}} [options]
 * @returns {Promise<{status: number | null, output: string}>} `status` is null if it could not be started or was ended
 */
export function run(command, args, { cwd, env = process.env, seconds = 600, input, onLine } = {}) {
  return new Promise((resolve) => {
    const child = spawn(command, args, { cwd, env, stdio: [input === undefined ? "ignore" : "pipe", "pipe", "pipe"] });
    child.stdin?.end(input);
    children.add(child);
    let output = "";
    const take = (chunk) => {
      output = (output + chunk).slice(-100_000);
      for (const line of String(chunk).split("\n")) if (line.trim() !== "") onLine?.(line.trim());
    };
    child.stdout.on("data", take);
    child.stderr.on("data", take);
    const limit = setTimeout(() => child.kill("SIGKILL"), seconds * 1000);
    const done = (status) => {
      clearTimeout(limit);
      children.delete(child);
      resolve({ status, output });
    };
    child.on("error", (error) => ((output += String(error)), done(null)));
    child.on("close", (status) => done(status));
  });
}
