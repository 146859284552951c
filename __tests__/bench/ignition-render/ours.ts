import { renderIgnition } from "../../../lib/ignition/render";
import { machineConfigs } from "./input";

/** Renders every config, checks included, and prints the seconds of processor time that took. */
const configs = machineConfigs(Number(process.argv[2]));
const before = process.cpuUsage();
let bytes = 0;
for (const config of configs) bytes += renderIgnition(config).length;
const { user, system } = process.cpuUsage(before);
if (bytes === 0) throw new Error("nothing was rendered");
process.stdout.write(`${(user + system) / 1e6}\n`);
