import type { Disk, Filesystem } from "./sections/disks";
import type { Directory, File, Link } from "./sections/nodes";
import type { Passwd } from "./sections/passwd";
import type { IgnitionSettings, KernelArguments } from "./sections/settings";
import type { Systemd } from "./sections/systemd";

export type * from "./sections/disks";
export type * from "./sections/nodes";
export type * from "./sections/passwd";
export type * from "./sections/resource";
export type * from "./sections/settings";
export type * from "./sections/systemd";

/** An Ignition config of spec 3.4.0, as plain data with the spec's own names. Any scalar or text may be late. */
export interface IgnitionConfig {
  /** @default - only the spec's version */
  readonly ignition?: IgnitionSettings | undefined;
  readonly kernelArguments?: KernelArguments | undefined;
  readonly passwd?: Passwd | undefined;
  readonly storage?: Storage | undefined;
  readonly systemd?: Systemd | undefined;
}

/** Section `storage`. */
export interface Storage {
  readonly disks?: readonly Disk[] | undefined;
  readonly filesystems?: readonly Filesystem[] | undefined;
  readonly directories?: readonly Directory[] | undefined;
  readonly files?: readonly File[] | undefined;
  readonly links?: readonly Link[] | undefined;
}
