import type { IgnitionConfig } from "../../lib/ignition/schema";
import { wrongDevices } from "./wrong-devices";
import { wrongDisks } from "./wrong-disks";
import { wrongNodes } from "./wrong-nodes";
import { wrongSources } from "./wrong-sources";
import { wrongUnits } from "./wrong-units";

/**
 * Configs with a mistake each, in forms that stand for the rendered JSON as well: where `ignition` is true, Ignition
 * refuses that JSON; where it is false, it would find out on the machine or never.
 */
export interface WrongConfig {
  readonly name: string;
  readonly config: unknown;
  readonly ignition: boolean;
  readonly code: string;
  readonly path: readonly (string | number)[];
}

const rows = [...wrongSources, ...wrongNodes, ...wrongDisks, ...wrongDevices, ...wrongUnits];

export const wrongConfigs: readonly WrongConfig[] = rows.map(([name, config, ignition, code, path]) => ({
  name,
  config,
  ignition,
  code: `ignition/${code}`,
  path,
}));

/** The config as Ignition would get it, had nobody checked. */
export function rawJson(config: unknown): string {
  const { ignition, ...rest } = config as IgnitionConfig;
  return JSON.stringify({ ignition: { version: "3.4.0", ...ignition }, ...rest });
}
