import type { Systemd, TypedUnit, WrittenUnit } from "../schema";
import { sorted, text } from "./scalars";

export function systemd(section: Systemd | undefined): object {
  return { units: sorted(section?.units?.map(unit), "name") };
}

/** False is no default here: it disables, and takes a mask away. */
function unit(given: WrittenUnit | TypedUnit) {
  // Typed units have been refused before.
  const { name, contents, enabled, mask, dropins } = given as WrittenUnit;
  const written = dropins?.map((dropin) => ({ name: dropin.name, contents: text(dropin.contents) }));
  return { name, contents: text(contents), enabled, mask, dropins: sorted(written, "name") };
}
