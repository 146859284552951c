import { isDeepStrictEqual } from "node:util";
import type { SugaredConfig } from "../butane/schema";
import { isLate } from "../values/late";

type Fields = Readonly<Record<string, unknown>>;
type Unit = NonNullable<NonNullable<SugaredConfig["systemd"]>["units"]>[number];
type File = NonNullable<NonNullable<SugaredConfig["storage"]>["files"]>[number];

/** The text of a unit stands in one of these. */
const TEXT_KEYS = ["unit", "contents", "contentsLocal"];

/**
 * Puts parts of one config together: lists one after another, and of two single values the later one.
 *
 * A unit that several parts describe becomes one, as far as they do not contradict each other; a quadlet that is there
 * twice stays once. What contradicts itself is left standing twice, for the checks to name both.
 */
export function mergeIgnition(parts: readonly SugaredConfig[]): SugaredConfig {
  const all = parts.reduce<unknown>(merge, {}) as SugaredConfig;
  const units = all.systemd?.units;
  const files = all.storage?.files;
  return {
    ...all,
    ...(units === undefined ? {} : { systemd: { ...all.systemd, units: joined(units, unitName, joinUnits) } }),
    ...(files === undefined ? {} : { storage: { ...all.storage, files: joined(files, quadletPath, joinSame) } }),
  };
}

function merge(first: unknown, second: unknown): unknown {
  if (second === undefined) return first;
  if (Array.isArray(first) && Array.isArray(second)) return [...(first as unknown[]), ...(second as unknown[])];
  if (!isFields(first) || !isFields(second)) return second;
  const keys = [...new Set([...Object.keys(first), ...Object.keys(second)])];
  return Object.fromEntries(keys.map((key) => [key, merge(first[key], second[key])]));
}

/** Joins each item with the first of its key, where the two can be one. */
function joined<T>(
  items: readonly T[],
  keyOf: (item: T) => string | undefined,
  join: (one: T, other: T) => T | undefined,
): readonly T[] {
  const places = new Map<string, number>();
  const done: T[] = [];
  for (const item of items) {
    const key = keyOf(item);
    const place = key === undefined ? undefined : places.get(key);
    const both = place === undefined ? undefined : join(done[place] as T, item);
    if (place !== undefined && both !== undefined) {
      done[place] = both;
    } else {
      if (key !== undefined && place === undefined) places.set(key, done.length);
      done.push(item);
    }
  }
  return done;
}

function unitName(unit: Unit): string | undefined {
  const name = "unit" in unit ? (unit.unit as { readonly name?: unknown } | undefined)?.name : unit.name;
  return typeof name === "string" ? name : undefined;
}

/** Both as one, with the drop-ins of both; undefined if they say different things of the unit. */
function joinUnits(one: Unit, other: Unit): Unit | undefined {
  const first = said(one);
  const second = said(other);
  const texts = [first, second].flatMap((unit) => TEXT_KEYS.filter((key) => key in unit));
  const differ = Object.keys(second).some((key) => key in first && !isDeepStrictEqual(first[key], second[key]));
  if (differ || new Set(texts).size > 1) return undefined;
  const dropins = [...(one.dropins ?? []), ...(other.dropins ?? [])];
  const distinct = dropins.filter((item, index) => dropins.findIndex((it) => isDeepStrictEqual(it, item)) === index);
  const both = { ...first, ...second, ...(distinct.length === 0 ? {} : { dropins: distinct }) };
  return ("unit" in both ? both : { name: unitName(one), ...both }) as Unit;
}

/** What a unit says, its name and its drop-ins aside. */
function said(unit: Unit): Fields {
  return Object.fromEntries(
    Object.entries(unit).filter(([key, value]) => value !== undefined && key !== "name" && key !== "dropins"),
  );
}

/** Where a file is written, if it is a document of its own, as a quadlet is. */
function quadletPath({ path, contents }: File): string | undefined {
  return isFields(contents) && isFields(contents["document"]) && typeof path === "string" ? path : undefined;
}

function joinSame(one: File, other: File): File | undefined {
  return isDeepStrictEqual(one, other) ? one : undefined;
}

function isFields(value: unknown): value is Fields {
  return typeof value === "object" && value !== null && !Array.isArray(value) && !isLate(value);
}
