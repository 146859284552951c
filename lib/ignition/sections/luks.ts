import { z } from "zod";
import type { MaybeLate, Text } from "../../values/late";
import { volumeLabel, volumeName } from "../name-rules";
import { absolutePath, flag, integer, notEmpty, oneLine, scalar, text, unseen, wellFormed } from "../rules";
import { json, tangUrl, thumbprint } from "../source-rules";
import { object, type Extensible } from "./newer";
import { type Contents, contents } from "./resource";

/** An encrypted volume of section `storage.luks`, to be found at `/dev/disk/by-id/dm-name-<name>`. */
export interface Luks extends Extensible {
  /** Unique; no slash. */
  readonly name: MaybeLate<string>;

  /** Absolute path of the device that is encrypted. */
  readonly device: MaybeLate<string>;

  /** Content of the key file. A secret: give it by a variable. @default - a random key, kept on the root file system */
  readonly keyFile?: Contents | undefined;

  /** At most 47 bytes. */
  readonly label?: MaybeLate<string> | undefined;

  readonly uuid?: MaybeLate<string> | undefined;

  /** Options of `cryptsetup luksFormat`. */
  readonly options?: readonly MaybeLate<string>[] | undefined;

  /** Whether freed blocks are told to the device below. @default false */
  readonly discard?: MaybeLate<boolean> | undefined;

  /** Options of `cryptsetup luksOpen`, kept in the volume. */
  readonly openOptions?: readonly MaybeLate<string>[] | undefined;

  /** Whether a volume that does not match is made anew. @default false */
  readonly wipeVolume?: MaybeLate<boolean> | undefined;

  readonly clevis?: Clevis | undefined;

  /** Crypto Express cards of s390x. Excludes `clevis` and `keyFile`. Since 3.5.0. */
  readonly cex?: Cex | undefined;
}

/** What unlocks a volume at boot. */
export interface Clevis extends Extensible {
  readonly tang?: readonly Tang[] | undefined;

  /** @default false */
  readonly tpm2?: MaybeLate<boolean> | undefined;

  /** How many of the pieces are needed. @default 1 */
  readonly threshold?: MaybeLate<number> | undefined;

  /** Excludes the other ways. */
  readonly custom?: ClevisCustom | undefined;
}

/** A server that unlocks volumes of machines on its network. */
export interface Tang extends Extensible {
  /** Unique. */
  readonly url: Text;

  /** Thumbprint of a signing key that is trusted. */
  readonly thumbprint: Text;

  /** The server's advertisement, as JSON text. @default - fetched while the machine is provisioned */
  readonly advertisement?: Text | undefined;
}

/** What `clevis luks bind` is given as it stands. */
export interface ClevisCustom extends Extensible {
  /** `tpm2`, `tang` or `sss`; since 3.6.0 any. */
  readonly pin: MaybeLate<string>;

  /** JSON text. */
  readonly config: Text;

  /** @default false */
  readonly needsNetwork?: MaybeLate<boolean> | undefined;
}

/** Crypto Express cards of s390x. */
export interface Cex extends Extensible {
  /** @default false */
  readonly enabled?: MaybeLate<boolean> | undefined;
}

const words = z.array(scalar(oneLine, notEmpty));

const clevis: z.ZodType<Clevis> = object({
  tang: z
    .array(
      object({
        url: text(unseen(oneLine), notEmpty, tangUrl),
        thumbprint: text(oneLine, notEmpty, thumbprint),
        advertisement: text(unseen(wellFormed), notEmpty, json).optional(),
      }),
    )
    .optional(),
  tpm2: flag.optional(),
  threshold: integer(0, 2 ** 31 - 1).optional(),
  custom: object({
    pin: scalar(oneLine, notEmpty),
    config: text(unseen(wellFormed), notEmpty, json),
    needsNetwork: flag.optional(),
  }).optional(),
});

export const luks: z.ZodType<Luks> = object({
  name: scalar(volumeName),
  device: scalar(absolutePath),
  keyFile: contents.optional(),
  label: scalar(volumeLabel).optional(),
  uuid: scalar(oneLine, notEmpty).optional(),
  options: words.optional(),
  discard: flag.optional(),
  openOptions: words.optional(),
  wipeVolume: flag.optional(),
  clevis: clevis.optional(),
  cex: object({ enabled: flag.optional() }).optional(),
});
