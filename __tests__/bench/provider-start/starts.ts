import { spawn } from "node:child_process";
import { once } from "node:events";
import { selfSigned } from "../../../lib/provider/plugin/certificate";
import { pluginEnvironment } from "./plugin-environment";

/**
 * Starts a provider several times, one after the other, as OpenTofu does, and prints the median of the milliseconds from
 * there until it says where it listens.
 *
 * Arguments: the provider's file, and how often.
 */
async function main([file = "", count = "1"]: readonly string[]): Promise<void> {
  const environment = pluginEnvironment(selfSigned().certificatePem);
  const times: number[] = [];
  for (let start = 0; start < Number(count); start += 1) times.push(await timeOfStart(file, environment));
  times.sort((a, b) => a - b);
  process.stdout.write(`${times[Math.floor(times.length / 2)]}\n`);
}

async function timeOfStart(file: string, env: NodeJS.ProcessEnv): Promise<number> {
  const before = process.hrtime.bigint();
  const provider = spawn(process.execPath, [file], { env, stdio: ["ignore", "pipe", "inherit"] });
  const ended = once(provider, "exit");
  const [line] = (await Promise.race([once(provider.stdout, "data"), ended])) as [unknown];
  const milliseconds = Number(process.hrtime.bigint() - before) / 1e6;
  if (!String(line).startsWith("1|6|unix|")) throw new Error(`${file} does not start`);
  provider.kill("SIGTERM");
  await ended;
  return milliseconds;
}

void main(process.argv.slice(2));
