import type { Dropin, Systemd, TypedUnit, WrittenUnit } from "../schema";
import { valueAt } from "../together/entries";
import { keyBy } from "./key";
import { fields, keyed, last, type Rule } from "./rule";

/** A unit in either form. */
type Either = Partial<WrittenUnit & TypedUnit>;

const parts = fields<Either>({
  name: last,
  contents: last,
  unit: last,
  enabled: last,
  mask: last,
  dropins: keyed(keyBy("name"), fields<Dropin>({ name: last, contents: last })),
});

/** A typed unit is its name and its contents at once; the child's contents drive the parent's out, in either form. */
const unit: Rule<WrittenUnit | TypedUnit> = (parent, child) => {
  const merged = parts(parent, child);
  if (merged?.unit === undefined) return merged as WrittenUnit;
  const { unit: typed, name, contents, ...state } = merged;
  const written = valueAt(child, "unit") === undefined && valueAt(child, "contents") !== undefined;
  return written ? ({ ...state, name, contents } as WrittenUnit) : { unit: typed, ...state };
};

const written = keyBy("name");
const typed = keyBy("unit", "name");

export const systemd = fields<Systemd>({
  units: keyed((item) => (valueAt(item, "unit", "name") === undefined ? written : typed)(item), unit),
});
