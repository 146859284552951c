import { readFileSync } from "node:fs";
import { renderIgnition } from "../../../lib/ignition/render";
import type { IgnitionConfig } from "../../../lib/ignition/schema";

/**
 * Renders each config of a list in JSON, checks included, and prints the seconds of processor time that took.
 *
 * Arguments: the file, and how often the list is rendered before that, so that Node has compiled what it will compile.
 */
const [, , file = "", warmUp = "0"] = process.argv;
const text = readFileSync(file, "utf8");
for (let pass = 0; pass < Number(warmUp); pass += 1) renderAll();
process.stdout.write(`${renderAll()}\n`);

/** Texts are read anew each time, as they come anew in each process. */
function renderAll(): number {
  const configs = JSON.parse(text) as readonly IgnitionConfig[];
  const before = process.cpuUsage();
  let bytes = 0;
  for (const config of configs) bytes += renderIgnition(config).length;
  const { user, system } = process.cpuUsage(before);
  if (bytes === 0) throw new Error("nothing was rendered");
  return (user + system) / 1e6;
}
