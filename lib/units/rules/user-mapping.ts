import type { Problem } from "../../values/config-error";
import { isLate } from "../../values/late";
import { countOf, error, isSet, type Given } from "./given";

const EXPLICIT = ["UserNS", "UIDMap", "GIDMap", "SubUIDMap", "SubGIDMap"];
const REMAP = ["RemapUid", "RemapGid"];

/** How users of a container are mapped: either by the older `Remap…` keys or by the others. */
export function userMapping(name: string, section: Given): readonly Problem[] {
  const given = [...REMAP, "RemapUsers"].filter((key) => isSet(section, key));
  const first = given[0];
  if (first !== undefined && EXPLICIT.some((key) => isSet(section, key)))
    return [
      error(
        "quadlet/two-mappings",
        [name, first],
        `${first} is the older way to map users, and another is set too`,
        `leave ${given.join(", ")} out`,
      ),
    ];
  return [...REMAP.flatMap((key) => remapped(name, section, key)), ...manual(name, section)];
}

function remapped(name: string, section: Given, key: string): readonly Problem[] {
  const users = section["RemapUsers"];
  if (!isSet(section, key) || isLate(users)) return [];
  if (users === undefined)
    return [
      error(
        "quadlet/no-remap",
        [name, key],
        `${key} has a meaning only beside RemapUsers`,
        "set RemapUsers, or use UIDMap",
      ),
    ];
  if (users !== "keep-id" || countOf(section, key) <= 1) return [];
  return [error("quadlet/no-remap", [name, key], "keep-id maps a single id", `keep one entry of ${key}`)];
}

function manual(name: string, section: Given): readonly Problem[] {
  if (name !== "Kube" || section["RemapUsers"] !== "manual") return [];
  return [error("quadlet/no-remap", [name, "RemapUsers"], "a .kube cannot map users by hand", "use auto or keep-id")];
}
