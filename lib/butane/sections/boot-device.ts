import { z } from "zod";
import type { Cex, Tang } from "../../ignition/schema";
import { flag, integer } from "../../ignition/rules";
import { late, type MaybeLate } from "../../values/late";

/** The disk layouts of the images of Fedora CoreOS. Those of s390x exist since 1.6.0. */
export const LAYOUTS = ["x86_64", "aarch64", "ppc64le", "s390x-eckd", "s390x-virt", "s390x-zfcp"] as const;

export type Layout = (typeof LAYOUTS)[number];

/** Section `bootDevice`: how the disk is laid out that the machine starts from. */
export interface BootDevice {
  /** The layout of the image that is installed. Needed for a mirror. @default x86_64 */
  readonly layout?: Layout | undefined;

  /** @default - the root file system is not encrypted */
  readonly luks?: BootDeviceLuks | undefined;

  /** @default - the system is on one disk */
  readonly mirror?: BootDeviceMirror | undefined;
}

/** What encrypts the root file system, and what unlocks it: `tang`, `tpm2` or `cex`. */
export interface BootDeviceLuks {
  /** The disk, `/dev/dasda` and so on for s390x-eckd and `/dev/sda` for s390x-zfcp; for these only. Since 1.6.0. */
  readonly device?: MaybeLate<string> | undefined;

  /** Whether freed blocks are told to the device below. @default false */
  readonly discard?: MaybeLate<boolean> | undefined;

  readonly tang?: readonly Tang[] | undefined;

  /** @default false */
  readonly tpm2?: MaybeLate<boolean> | undefined;

  /** How many of the pieces are needed. @default 1 */
  readonly threshold?: MaybeLate<number> | undefined;

  /** Crypto Express cards of s390x. Excludes `tang` and `tpm2`. Since 1.6.0. */
  readonly cex?: Cex | undefined;
}

/** The disks among which the system is mirrored. */
export interface BootDeviceMirror {
  /** Absolute paths of whole disks; at least two. They are wiped. */
  readonly devices?: readonly MaybeLate<string>[] | undefined;
}

const text = late(z.string());

export const bootDevice: z.ZodType<BootDevice> = z.strictObject({
  // What is no layout is said by a rule, which knows the version.
  layout: z.string().optional() as unknown as z.ZodType<Layout | undefined>,
  luks: z
    .strictObject({
      device: text.optional(),
      discard: flag.optional(),
      tang: z.array(z.custom<Tang>()).optional(),
      tpm2: flag.optional(),
      threshold: integer(0, 2 ** 31 - 1).optional(),
      cex: z.strictObject({ enabled: flag.optional() }).optional(),
    })
    .optional(),
  mirror: z.strictObject({ devices: z.array(text).optional() }).optional(),
});
