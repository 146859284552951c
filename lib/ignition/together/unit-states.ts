import { shorten } from "../../values/check";
import type { Problem } from "../../values/config-error";
import { entriesAt, hasContents, textOf, unitNameOf, valueAt, warning, type Entry } from "./entries";

/** What the state of a unit means for its contents. */
export function unitStates(config: unknown): readonly Problem[] {
  return entriesAt(config, "systemd", "units").flatMap((unit) => [...maskedInVain(unit), ...noInstance(unit)]);
}

/** Ignition writes the unit, and then a link to /dev/null over it. */
function maskedInVain({ path, item }: Entry): readonly Problem[] {
  if (item["mask"] !== true) return [];
  const lost = [...(hasContents(item) ? ["contents"] : []), ...(item["enabled"] === true ? ["enabled"] : [])];
  if (lost.length === 0) return [];
  return [
    warning(
      "masked-unit",
      [...path, "mask"],
      `nothing can start a masked unit, so ${lost.join(" and ")} says nothing`,
      {
        fix: "do not mask it, or leave the rest out",
      },
    ),
  ];
}

/** A template is no unit by itself. */
function noInstance({ path, item }: Entry): readonly Problem[] {
  const name = unitNameOf(item);
  if (item["enabled"] !== true || name === undefined || !/@\.[a-z]+$/.test(name)) return [];
  const contents = textOf(item["contents"]);
  const unknown = item["unit"] === undefined && contents === undefined;
  const typed = valueAt(item, "unit", "Install", "DefaultInstance") !== undefined;
  if (unknown || typed || /^[ \t]*DefaultInstance[ \t]*=/m.test(contents ?? "")) return [];
  return [
    warning("template-enabled", [...path, "enabled"], "a template is started by none but its instances", {
      got: shorten(name),
      fix: `enable an instance, such as ${name.replace("@.", "@a.")}, or give DefaultInstance= in [Install]`,
    }),
  ];
}
