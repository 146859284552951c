import type { Path, Problem } from "../../values/config-error";
import { fileModeRefusal } from "../../values/file-mode";
import { isLate } from "../../values/late";
import { usedFeatures, type Use } from "../features";
import { minorOf, SPEC_VERSIONS, type SpecVersion } from "../version";
import { error, valueAt, warning } from "./entries";

/** What a pinned version of the spec must have, and what needs one. */
export function versions(config: unknown): readonly Problem[] {
  const newer = valueAt(config, "ignition", "newer", "version");
  if (newer !== undefined) return isNewer(newer) ? [] : [knownVersion(newer)];
  const version = SPEC_VERSIONS.find((known) => known === valueAt(config, "ignition", "version"));
  const used = version === undefined ? [] : usedFeatures(config, minorOf(version));
  const uses = used.filter(({ path }) => !isMistaken(valueAt(config, ...path)));
  const keys = hasNewer(config) ? newerKeys(config, []) : [];
  return [...uses.map((use) => refusal(use, version ?? SPEC_VERSIONS[0])), ...keys.map(versionless)];
}

/** Whether a value is a mode in decimal, whose special bits nobody meant. */
function isMistaken(value: unknown): boolean {
  return typeof value === "number" && fileModeRefusal(value, "ignition")?.severity === "error";
}

function refusal({ feature: { since, what, before }, path }: Use, pinned: SpecVersion): Problem {
  const needed = `3.${since}.0`;
  const rest = {
    got: pinned,
    allowed: `${needed} or later`,
    fix: `leave ignition.version out, or write ${needed}`,
  };
  return before === "dropped"
    ? warning("lost-in-version", path, `Ignition 2.20 and later drop ${what} from a config of ${pinned}`, rest)
    : error("newer-than-version", path, `${what}: exists since ${needed}`, rest);
}

/** Whether a version is newer than all that are known here. */
function isNewer(version: unknown): boolean {
  const [, minor = ""] =
    /^3\.([1-9]\d{0,3})\.0(?:-experimental)?$/.exec(typeof version === "string" ? version : "") ?? [];
  return Number(minor) > minorOf(SPEC_VERSIONS.at(-1) ?? "");
}

function knownVersion(version: unknown): Problem {
  return error("newer-version", ["ignition", "newer", "version"], "this is no newer version of the spec", {
    got: typeof version === "string" && version.length < 40 ? version : "something else",
    allowed: "3.7.0-experimental, 3.7.0 and later ones of 3",
    fix: "write an older version as ignition.version",
  });
}

/** Whether there is any key of a newer spec. In a plain loop: each value of each config comes by here. */
function hasNewer(value: unknown): boolean {
  if (typeof value !== "object" || value === null || isLate(value)) return false;
  if (Array.isArray(value)) return value.some(hasNewer);
  for (const key of Object.keys(value)) {
    if (key === "newer") return true;
    // Documents have no such keys, and units name each other.
    if (key === "document" || key === "unit") continue;
    if (hasNewer((value as Readonly<Record<string, unknown>>)[key])) return true;
  }
  return false;
}

/** Paths of all keys of a newer spec. */
function newerKeys(value: unknown, path: Path): readonly Path[] {
  if (typeof value !== "object" || value === null || isLate(value)) return [];
  if (Array.isArray(value)) return value.flatMap((item, index) => newerKeys(item, [...path, index]));
  return Object.entries(value).flatMap(([key, item]) => {
    if (key === "newer") return item === undefined ? [] : [[...path, key]];
    return key === "document" || key === "unit" ? [] : newerKeys(item, [...path, key]);
  });
}

function versionless(path: Path): Problem {
  return error("newer-version", path, "keys of a newer spec need a config of its version", {
    fix: 'write ignition: { newer: { version: "3.7.0" } }, or remove the keys',
  });
}
