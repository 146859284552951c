import { z } from "zod";
import type { MaybeLate } from "../../values/late";
import { arrayName } from "../name-rules";
import { absolutePath, integer, notEmpty, oneLine, oneOf, scalar } from "../rules";
import { object, type Extensible } from "./newer";

/** The levels that mdadm makes, by all their names. */
export const RAID_LEVELS = [
  ...(["linear", "raid0", "0", "stripe", "raid1", "1", "mirror"] as const),
  ...(["raid4", "4", "raid5", "5", "raid6", "6", "raid10", "10"] as const),
] as const;

export type RaidLevel = (typeof RAID_LEVELS)[number];

/** An array of section `storage.raid`, to be found at `/dev/md/<name>`. */
export interface Raid extends Extensible {
  /** Unique. */
  readonly name: MaybeLate<string>;

  readonly level: MaybeLate<RaidLevel>;

  /** Absolute paths of the devices that it is made of. At least one. */
  readonly devices: readonly MaybeLate<string>[];

  /** How many of the devices wait for another to fail. Not for linear and striped arrays. @default 0 */
  readonly spares?: MaybeLate<number> | undefined;

  /** Options of `mdadm --create`. */
  readonly options?: readonly MaybeLate<string>[] | undefined;
}

export const raid: z.ZodType<Raid> = object({
  name: scalar(arrayName),
  level: scalar(oneOf(...RAID_LEVELS)) as unknown as z.ZodType<Raid["level"]>,
  devices: z.array(scalar(absolutePath)),
  spares: integer(0, Number.MAX_SAFE_INTEGER).optional(),
  options: z.array(scalar(oneLine, notEmpty)).optional(),
});
