import { fileModeRefusal, formatFileMode } from "../../values/file-mode";
import { shorten } from "../../values/check";
import type { Path, Problem } from "../../values/config-error";
import { FEATURES, SPECIAL_BITS } from "../features";
import { error, warning } from "../together/entries";
import { contentsOf, type Budget } from "./contents";
import type { Keys, Shape } from "./shape";
import { NEWEST, type GivenVersion } from "./version";

/** What is the same all over a config that is read. */
export interface Reading {
  readonly version: GivenVersion;

  /** Paths, as JSON, of numbers that are no plain integers. */
  readonly inexact: ReadonlySet<string>;

  readonly budget: Budget;

  /** Receives what is found. */
  readonly problems: Problem[];
}

/** A value within the config, and what the spec has there. */
interface Place {
  readonly shape: Shape;
  readonly path: Path;

  /** As {@link FEATURES} name it: `storage.files[].mode`. */
  readonly pattern: string;
}

/** First versions of the keys that came later than 3.0.0. */
const SINCE: ReadonlyMap<string, number> = new Map(
  FEATURES.flatMap(({ at, since, before }) => (before === "ignored" ? [[at, since] as const] : [])),
);

/** Turns plain JSON of any version into the data of a config. What cannot be part of one is left out, and named. */
export function walk(given: unknown, shape: Shape, reading: Reading): unknown {
  return valueOf(given, { shape, path: [], pattern: "" }, reading);
}

/** Undefined for what says nothing. */
function valueOf(given: unknown, place: Place, reading: Reading): unknown {
  const { shape, path } = place;
  if (!fits(given, place, reading)) {
    reading.problems.push(invalid(place));
    return undefined;
  }
  switch (shape.kind) {
    case "list":
      return listOf(given as readonly unknown[], shape.item, place, reading);
    case "object":
      return objectOf(given as object, shape.keys, place, reading);
    case "resource": {
      const { value, problems } = contentsOf(
        objectOf(given as object, shape.keys, place, reading),
        shape.of,
        path,
        reading.budget,
      );
      reading.problems.push(...problems);
      return value;
    }
    case "mode":
      return modeOf(given as number, place, reading);
    case "blank":
    case "choice":
      return given === "" ? undefined : given;
    default:
      return given;
  }
}

/** Whether a value is of the type that the spec has. */
function fits(given: unknown, { shape, path }: Place, { inexact }: Reading): boolean {
  switch (shape.kind) {
    case "number":
    case "mode":
      return typeof given === "number" && !inexact.has(JSON.stringify(path));
    case "flag":
      return typeof given === "boolean";
    case "text":
    case "blank":
    case "choice":
      return typeof given === "string";
    case "list":
      return Array.isArray(given);
    case "object":
    case "resource":
      return typeof given === "object" && given !== null && !Array.isArray(given);
  }
}

/** Items keep their places, so that paths of problems hold for the config that comes out, too. */
function listOf(given: readonly unknown[], shape: Shape, { path, pattern }: Place, reading: Reading): unknown[] {
  return given.map(
    (item, index) => valueOf(item, { shape, path: [...path, index], pattern: `${pattern}[]` }, reading) ?? {},
  );
}

function objectOf(given: object, keys: Keys, place: Place, reading: Reading): object {
  const known = new Map<string, unknown>();
  const newer = new Map<string, unknown>();
  for (const [key, value] of Object.entries(given)) {
    const name = nameOf(key, keys);
    const inner = name === undefined ? undefined : below(place, keys, name);
    if (name === undefined || inner === undefined || isNews(value, inner, reading)) {
      passOver(key, value, place, newer, reading);
    } else if (value !== null && isUsed(inner, reading)) {
      if (known.has(name)) reading.problems.push(repeatedKey(inner.path));
      else if (key !== name) reading.problems.push(otherCase(key, name, place));
      const taken = valueOf(value, inner, reading);
      if (!isEmpty(taken)) known.set(name, taken);
    }
  }
  return Object.fromEntries([...known, ...(newer.size === 0 ? [] : [["newer", Object.fromEntries(newer)] as const])]);
}

/** Ignition reads keys in any mixture of cases. */
function nameOf(key: string, keys: Keys): string | undefined {
  if (Object.hasOwn(keys, key)) return key;
  return Object.keys(keys).find((name) => name.toLowerCase() === key.toLowerCase());
}

function below({ path, pattern }: Place, keys: Keys, name: string): Place | undefined {
  const shape = keys[name];
  return shape && { shape, path: [...path, name], pattern: pattern === "" ? name : `${pattern}.${name}` };
}

/** Whether a known key has a value that only a newer spec can have. */
function isNews(value: unknown, place: Place, reading: Reading): boolean {
  if (!reading.version.newer || value === null) return false;
  const { shape } = place;
  return (
    !fits(value, place, reading) || (shape.kind === "choice" && value !== "" && !shape.of.includes(value as string))
  );
}

/** What a newer spec has is kept; what the config's own spec does not have says nothing. */
function passOver(key: string, value: unknown, { path }: Place, newer: Map<string, unknown>, reading: Reading): void {
  const place = [...path, key];
  if (reading.version.newer) {
    newer.set(key, value);
    reading.problems.push(
      warning("unknown-key", place, `this is of a spec newer than 3.${NEWEST}.0; it is kept as it stands, unchecked`, {
        fix: "nothing, if Ignition on the machine is new enough",
      }),
    );
    return;
  }
  reading.problems.push(
    warning(
      "unused-key",
      place,
      `spec ${reading.version.text} has no such key; Ignition ignores it, so it is left out`,
      {
        fix: "remove the key, or correct it",
      },
    ),
  );
}

/** Whether the config's own spec has a key already. */
function isUsed({ path, pattern }: Place, { version, problems }: Reading): boolean {
  const since = SINCE.get(pattern) ?? 0;
  if (since <= version.minor) return true;
  problems.push(
    warning(
      "unused-key",
      path,
      `the key exists since 3.${since}.0; in ${version.text} Ignition ignores it, so it is left out`,
      { fix: `remove the key, or write ignition.version 3.${since}.0 for it to count` },
    ),
  );
  return false;
}

/** Before 3.6.0 Ignition clears the setuid, setgid and sticky bits. */
function modeOf(mode: number, { path }: Place, { version, problems }: Reading): number {
  if (version.minor >= 6 || mode < 0 || mode > 0o7777 || (mode & SPECIAL_BITS) === 0) return mode;
  const kept = mode & ~SPECIAL_BITS;
  const decimal = fileModeRefusal(mode, "ignition");
  problems.push(
    warning(
      "special-mode",
      path,
      `setuid, setgid and sticky bits count since 3.6.0; in ${version.text} Ignition clears them`,
      {
        got: formatFileMode(mode),
        fix:
          decimal?.severity === "error"
            ? decimal.fix
            : `write ${kept}, which is 0o${kept.toString(8)}, or ignition.version 3.6.0 for them to count`,
      },
    ),
  );
  return kept;
}

const NOUNS: Readonly<Record<Shape["kind"], string>> = {
  text: "a text",
  blank: "a text",
  choice: "a text",
  number: "an integer, without fraction and exponent",
  mode: "an integer, without fraction and exponent",
  flag: "true or false",
  list: "a list",
  object: "an object",
  resource: "an object",
};

function invalid({ shape, path }: Place): Problem {
  return error("invalid-type", path, "the value is of another type than the spec has here", {
    allowed: NOUNS[shape.kind],
    fix: "correct the value",
  });
}

function otherCase(key: string, name: string, { path }: Place): Problem {
  return warning("key-case", [...path, key], `Ignition takes the key for ${name}, yet reports it as unused`, {
    got: shorten(key),
    allowed: name,
    fix: `write ${name}`,
  });
}

/** A key that an object has twice. */
export function repeatedKey(path: Path): Problem {
  return error("duplicate-json-key", path, "the key stands in this object twice", { fix: "keep one of them" });
}

function isEmpty(value: unknown): boolean {
  if (Array.isArray(value)) return value.length === 0;
  return value === undefined || (typeof value === "object" && value !== null && Object.keys(value).length === 0);
}
