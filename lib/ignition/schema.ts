import { z } from "zod";
import { disk, filesystem, type Disk, type Filesystem } from "./sections/disks";
import { luks, type Luks } from "./sections/luks";
import { directory, file, link, type Directory, type File, type Link } from "./sections/nodes";
import { object, type Extensible } from "./sections/newer";
import { passwd, type Passwd } from "./sections/passwd";
import { raid, type Raid } from "./sections/raid";
import { ignitionSettings, kernelArguments, type IgnitionSettings, type KernelArguments } from "./sections/settings";
import { systemd, type Systemd } from "./sections/systemd";

export type * from "./sections/disks";
export type * from "./sections/luks";
export type * from "./sections/newer";
export type * from "./sections/nodes";
export type * from "./sections/passwd";
export type * from "./sections/raid";
export type * from "./sections/resource";
export type * from "./sections/settings";
export type * from "./sections/systemd";

/** An Ignition config of spec 3.4.0 to 3.6.0, as plain data with the spec's own names. Any scalar or text may be late. */
export interface IgnitionConfig extends Extensible {
  /** @default - only the spec's version */
  readonly ignition?: IgnitionSettings | undefined;
  readonly kernelArguments?: KernelArguments | undefined;
  readonly passwd?: Passwd | undefined;
  readonly storage?: Storage | undefined;
  readonly systemd?: Systemd | undefined;
}

/** Section `storage`. */
export interface Storage extends Extensible {
  readonly disks?: readonly Disk[] | undefined;
  readonly raid?: readonly Raid[] | undefined;
  readonly luks?: readonly Luks[] | undefined;
  readonly filesystems?: readonly Filesystem[] | undefined;
  readonly directories?: readonly Directory[] | undefined;
  readonly files?: readonly File[] | undefined;
  readonly links?: readonly Link[] | undefined;
}

const storage: z.ZodType<Storage> = object({
  disks: z.array(disk).optional(),
  raid: z.array(raid).optional(),
  luks: z.array(luks).optional(),
  filesystems: z.array(filesystem).optional(),
  directories: z.array(directory).optional(),
  files: z.array(file).optional(),
  links: z.array(link).optional(),
});

/** What every value of a config must be by itself; `validate.ts` adds what values must be together. */
export const ignitionConfig: z.ZodType<IgnitionConfig> = object({
  ignition: ignitionSettings.optional(),
  kernelArguments: kernelArguments.optional(),
  passwd: passwd.optional(),
  storage: storage.optional(),
  systemd: systemd.optional(),
});
