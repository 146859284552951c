import { posix } from "node:path";
import { entriesAt, isOpenEnded, textOf, valueAt } from "../ignition/together/entries";
import { isPlainObject, isQuadletName, serviceName, type Referenced } from "../units/reference";
import { referencesOf, withNamesOnly } from "../units/references";
import { quadletReader } from "../units/rules/quadlet-folder";
import { shorten } from "../values/check";
import type { Path, Problem } from "../values/config-error";
import { isDocument } from "./kinds";
import { nestedDocuments } from "./nested";

/** A unit that stands in a config, and where. */
interface Placed {
  readonly path: Path;
  readonly unit: Referenced;
  /** The folder that it is written to, as far as that is known; undefined for units of systemd's own. */
  readonly folder: string | undefined;
}

/**
 * Checks what quadlets of a config say of each other: each that is named is there, stands where podman's generator
 * reads it, and has a service of its own name. A config that others are merged into cannot be judged for the first.
 */
export function referenceProblems(config: unknown): readonly Problem[] {
  const units = placedUnits(config);
  return [...(isOpenEnded(config) ? [] : dangling(config, units)), ...unread(units), ...sameService(config, units)];
}

/**
 * The same structure in which units name others by their names only. To be used before anything is copied: units that
 * name each other would never end.
 */
export function withUnitNamesOnly<T>(structure: T): T {
  return reduced(structure) as T;
}

/** In plain loops, and with what has no unit in it handed on as it is: each document comes by here several times. */
function reduced(value: unknown): unknown {
  if (Array.isArray(value)) return reducedList(value);
  if (!isPlainObject(value)) return value;
  let changed = false;
  const entries: [string, unknown][] = [];
  for (const key of Object.keys(value)) {
    const item = value[key];
    const other = key === "unit" && isPlainObject(item) ? withNamesOnly(item) : reduced(item);
    changed ||= other !== item;
    entries.push([key, other]);
  }
  return changed ? Object.fromEntries(entries) : value;
}

function reducedList(list: readonly unknown[]): readonly unknown[] {
  const items = list.map(reduced);
  return items.some((item, index) => item !== list[index]) ? items : list;
}

function placedUnits(config: unknown): readonly Placed[] {
  return nestedDocuments(config).flatMap(({ path, document, filePath }) => {
    if (!isDocument(document) || document.kind !== "unit") return [];
    const unit: unknown = document.unit;
    if (typeof unit !== "object" || unit === null || !("name" in unit) || typeof unit.name !== "string") return [];
    const folder = filePath === undefined ? undefined : posix.dirname(filePath);
    return [{ path, unit: unit as Referenced, folder }];
  });
}

function dangling(config: unknown, units: readonly Placed[]): readonly Problem[] {
  const held = new Set([...units.map(({ unit }) => unit.name), ...fileNames(config), ...unitNames(config)]);
  return units.flatMap(({ path, unit }) =>
    referencesOf(unit)
      .filter(({ unit: named }) => !held.has(named.name))
      .map(({ path: inner, unit: named }) => ({
        code: isQuadletName(named.name) ? "quadlet/dangling-reference" : "unit/dangling-reference",
        severity: "error",
        path: [...path, ...inner],
        what: `${shorten(unit.name)} names ${shorten(named.name)}, which the config does not hold`,
        fix: isQuadletName(named.name)
          ? "add that quadlet too"
          : "add that unit too, or name it as a text if it is the system's",
      })),
  );
}

/** Files that are quadlets, written out or typed. */
function fileNames(config: unknown): readonly string[] {
  return entriesAt(config, "storage", "files").flatMap(({ item }) => {
    const path = textOf(item["path"]);
    return path === undefined || quadletReader(posix.dirname(path)) === undefined ? [] : [posix.basename(path)];
  });
}

function unitNames(config: unknown): readonly string[] {
  return writtenUnits(config).map(({ name }) => name);
}

/** Units of systemd's own that have a text here, not only drop-ins. */
function writtenUnits(config: unknown): readonly { readonly path: Path; readonly name: string }[] {
  return entriesAt(config, "systemd", "units").flatMap(({ path, item }) => {
    const name = textOf(item["name"]) ?? textOf(valueAt(item, "unit", "name"));
    const written = item["unit"] !== undefined || item["contents"] !== undefined;
    return name === undefined || !written ? [] : [{ path, name }];
  });
}

function unread(units: readonly Placed[]): readonly Problem[] {
  return units
    .filter(
      ({ unit, folder }) => isQuadletName(unit.name) && folder !== undefined && quadletReader(folder) === undefined,
    )
    .map(({ path, unit, folder }) => ({
      code: "quadlet/unread-path",
      severity: "error",
      path: path.slice(0, -2),
      what: `podman's generator does not look for ${shorten(unit.name)} in this folder`,
      got: shorten(folder),
      allowed: "/etc/containers/systemd, or below a user's .config/containers/systemd",
      fix: "write the quadlet to /etc/containers/systemd",
    }));
}

/** Of two services of one name, systemd knows only one. */
function sameService(config: unknown, units: readonly Placed[]): readonly Problem[] {
  const quadlets = units.filter(({ unit }) => isQuadletName(unit.name));
  const ofSystem = quadlets.filter(({ folder }) => folder === undefined || quadletReader(folder) !== "user");
  const written = new Map(writtenUnits(config).map(({ name }) => [name, name]));
  return ofSystem.flatMap(({ path, unit }, index) => {
    const service = serviceName(unit);
    const other =
      ofSystem
        .slice(0, index)
        .find((earlier) => earlier.unit.name !== unit.name && serviceName(earlier.unit) === service)?.unit.name ??
      written.get(service);
    if (other === undefined) return [];
    return [
      {
        code: "quadlet/duplicate-service",
        severity: "error",
        path: [...path, "name"],
        what: `${shorten(unit.name)} and ${shorten(other)} both become ${shorten(service)}`,
        fix: "rename one of them, or set its ServiceName",
      },
    ];
  });
}
