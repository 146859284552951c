import { readFileSync } from "node:fs";
import { renderIgnition } from "../../../lib/ignition/render";
import type { IgnitionConfig } from "../../../lib/ignition/schema";

/** Renders each config of a list in JSON, checks included, and prints the seconds of processor time that took. */
const configs = JSON.parse(readFileSync(process.argv[2] ?? "", "utf8")) as readonly IgnitionConfig[];
const before = process.cpuUsage();
let bytes = 0;
for (const config of configs) bytes += renderIgnition(config).length;
const { user, system } = process.cpuUsage(before);
if (bytes === 0) throw new Error("nothing was rendered");
process.stdout.write(`${(user + system) / 1e6}\n`);
