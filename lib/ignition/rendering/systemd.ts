import type { Systemd, TypedUnit, WrittenUnit } from "../schema";
import { withNewer } from "./minimal";
import { sorted, text, unless } from "./scalars";

export function systemd(section: Systemd | undefined): object {
  return withNewer(section, { units: sorted(section?.units?.map(unit), "name") });
}

/**
 * False is no default here: it disables, and takes a mask away. An empty drop-in is one, which hides the system's own
 * of that name, but an empty unit is none.
 */
function unit(given: WrittenUnit | TypedUnit) {
  // Typed units have been refused before.
  const { name, contents, enabled, mask, dropins } = given as WrittenUnit;
  const written = dropins?.map((dropin) => withNewer(dropin, { name: dropin.name, contents: text(dropin.contents) }));
  return withNewer(given, {
    name,
    contents: unless("", text(contents)),
    enabled,
    mask,
    dropins: sorted(written, "name"),
  });
}
