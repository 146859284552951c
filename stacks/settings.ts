import { z } from "zod";
import {
  checkBastion,
  type CoreosRelease,
  type Environment,
  proxmoxEnvironment,
  proxmoxProps,
  type ProxmoxProps,
  readRelease,
} from "../lib";
import { check } from "../lib/values/check";
import { ConfigError, type Problem } from "../lib/values/config-error";
import { Cidr } from "../lib/values/subnet";

/** What the environment says about the example stacks. */
export interface Settings {
  readonly proxmox: ProxmoxProps;
  readonly release: CoreosRelease;
  readonly bridge: string;
  readonly subnet: string;
  readonly gateway: string;
  readonly installAddress: string;
  readonly guests: number;
  /**
   * Folder of the state files.
   *
   * @default - the project's, which is three above a stack's own
   */
  readonly stateDirectory?: string;
}

const address = z.string().regex(/^\d{1,3}(?:\.\d{1,3}){3}$/, "not an IPv4 address");

const schema = z
  .object({
    ...proxmoxEnvironment,
    SLIPWAY_BRIDGE: z.string().default("vmbr1"),
    SLIPWAY_SUBNET: z.string().default("10.20.0.0/24"),
    SLIPWAY_GATEWAY: address.default("10.20.0.1"),
    SLIPWAY_INSTALL_ADDRESS: address.default("10.20.0.2"),
    SLIPWAY_GUESTS: z.coerce.number().int().min(0).max(250).default(2),
    SLIPWAY_RELEASE_FILE: z.string().default("slipway.lock.json"),
    SLIPWAY_STATE_DIRECTORY: z.string().optional(),
  })
  .superRefine(checkBastion);

/**
 * Reads the settings.
 *
 * @throws ConfigError with all that is wrong, not only the first
 */
export function readSettings(environment: Environment = process.env): Settings {
  const set = Object.fromEntries(
    Object.entries(environment).filter(([, value]) => value !== undefined && value !== ""),
  );
  const problems: Problem[] = [...check(schema, set, "settings")];
  const collect = <T>(name: string, read: () => T): T | undefined => {
    try {
      return read();
    } catch (error) {
      if (!(error instanceof ConfigError)) throw error;
      problems.push(...error.problems.map((problem) => ({ ...problem, path: [name, ...problem.path] })));
      return undefined;
    }
  };
  collect("SLIPWAY_SUBNET", () => Cidr.parse(set["SLIPWAY_SUBNET"] ?? "10.20.0.0/24"));
  const release = collect("SLIPWAY_RELEASE_FILE", () => readRelease(set["SLIPWAY_RELEASE_FILE"]));
  if (problems.length > 0 || release === undefined) throw new ConfigError(problems, "environment");
  const settings = schema.parse(set);
  const stateDirectory = settings.SLIPWAY_STATE_DIRECTORY;
  return {
    proxmox: proxmoxProps(settings),
    release,
    bridge: settings.SLIPWAY_BRIDGE,
    subnet: settings.SLIPWAY_SUBNET,
    gateway: settings.SLIPWAY_GATEWAY,
    installAddress: settings.SLIPWAY_INSTALL_ADDRESS,
    guests: settings.SLIPWAY_GUESTS,
    ...(stateDirectory === undefined ? {} : { stateDirectory }),
  };
}
