import { z } from "zod";
import type { IgnitionConfig } from "../ignition/schema";
import { bootDevice, type BootDevice } from "./sections/boot-device";
import { grub, type Grub } from "./sections/grub";
import { sugaredPasswd, type SugaredPasswd } from "./sections/passwd";
import { sugaredSettings, type SugaredSettings } from "./sections/settings";
import { sugaredStorage, type SugaredStorage } from "./sections/storage";
import { sugaredSystemd, type SugaredSystemd } from "./sections/systemd";

export type * from "./sections/boot-device";
export type * from "./sections/contents";
export type * from "./sections/grub";
export type * from "./sections/passwd";
export type * from "./sections/settings";
export type * from "./sections/storage";
export type * from "./sections/systemd";

/**
 * An Ignition config with what Butane adds to it for Fedora CoreOS, in camelCase. Every `IgnitionConfig` is one.
 *
 * What names a local file, and what decides how much is written, is known at synth; the rest may be late.
 */
export interface SugaredConfig extends Omit<IgnitionConfig, "ignition" | "passwd" | "storage" | "systemd"> {
  readonly ignition?: SugaredSettings | undefined;
  readonly passwd?: SugaredPasswd | undefined;
  readonly storage?: SugaredStorage | undefined;
  readonly systemd?: SugaredSystemd | undefined;

  /** Encryption and mirroring of the disk that the machine starts from. */
  readonly bootDevice?: BootDevice | undefined;

  /** Who may change boot entries. */
  readonly grub?: Grub | undefined;
}

/** The shape of what Butane adds. What Ignition has is left to `lib/ignition`, so that nothing is said twice. */
export const sugaredConfig = z.looseObject({
  ignition: sugaredSettings.optional(),
  passwd: sugaredPasswd.optional(),
  storage: sugaredStorage.optional(),
  systemd: sugaredSystemd.optional(),
  bootDevice: bootDevice.optional(),
  grub: grub.optional(),
});
