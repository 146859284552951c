import { z } from "zod";
import type { MaybeLate, Text } from "../../values/late";
import { dropinName, unitName } from "../name-rules";
import { choose, flag, has, scalar, text } from "../rules";
import { unitContents, unitPiece } from "../unit-rules";
import { object, type Extensible } from "./newer";

/** Section `systemd`. Quadlets are no units but files. */
export interface Systemd extends Extensible {
  readonly units?: readonly (WrittenUnit | TypedUnit)[] | undefined;
}

/** What every unit of section `systemd.units` may have. */
interface UnitState extends Extensible {
  /** Whether the unit is started at boot, as its `[Install]` section says. @default - neither enabled nor disabled */
  readonly enabled?: MaybeLate<boolean> | undefined;

  /** Whether the unit is masked, so that nothing can start it. @default false */
  readonly mask?: MaybeLate<boolean> | undefined;

  readonly dropins?: readonly Dropin[] | undefined;
}

/** A unit given as text, or one of the system's own that is enabled, masked or given drop-ins. */
export interface WrittenUnit extends UnitState {
  /** Name with its suffix, such as `data.mount`. Unique. */
  readonly name: MaybeLate<string>;

  /** @default - the unit that the system has */
  readonly contents?: Text | undefined;
}

/** A unit of `lib/units`; `lib/documents` renders it before the config is rendered. */
export interface TypedUnit extends UnitState {
  readonly unit: unknown;
}

/** A drop-in of a unit. */
export interface Dropin extends Extensible {
  /** Name that ends in `.conf`. Unique within the unit. */
  readonly name: MaybeLate<string>;

  readonly contents?: Text | undefined;
}

const unitText = text(unitPiece, unitContents);

const state = {
  enabled: flag.optional(),
  mask: flag.optional(),
  dropins: z.array(object({ name: scalar(dropinName), contents: unitText.optional() })).optional(),
};

const writtenUnit: z.ZodType<WrittenUnit> = object({
  name: scalar(unitName),
  contents: unitText.optional(),
  ...state,
});

const typedUnit: z.ZodType<TypedUnit> = object({ unit: z.unknown(), ...state });

export const systemd: z.ZodType<Systemd> = object({
  units: z.array(choose<WrittenUnit | TypedUnit>((value) => (has(value, "unit") ? typedUnit : writtenUnit))).optional(),
});
