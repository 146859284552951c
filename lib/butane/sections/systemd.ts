import { z } from "zod";
import type { Dropin, TypedUnit, WrittenUnit } from "../../ignition/schema";

/** Section `systemd`, with Butane's additions. */
export interface SugaredSystemd {
  readonly units?: readonly SugaredUnit[] | undefined;
}

export type SugaredUnit = SugaredWrittenUnit | (Omit<TypedUnit, "dropins"> & SugaredDropins);

export interface SugaredWrittenUnit extends Omit<WrittenUnit, "dropins">, SugaredDropins {
  /** A file of the files directory that holds the unit. Excludes `contents`. */
  readonly contentsLocal?: string | undefined;
}

interface SugaredDropins {
  readonly dropins?: readonly SugaredDropin[] | undefined;
}

export interface SugaredDropin extends Dropin {
  /** A file of the files directory that holds the drop-in. Excludes `contents`. */
  readonly contentsLocal?: string | undefined;
}

const contentsLocal = z.string().optional();

export const sugaredSystemd = z.looseObject({
  units: z
    .array(z.looseObject({ contentsLocal, dropins: z.array(z.looseObject({ contentsLocal })).optional() }))
    .optional(),
});
