import type { Problem } from "../values/config-error";
import { isIgnored, usedFeatures, type Use } from "./features";
import { readJson, type JsonFault } from "./importing/json";
import { SPEC } from "./importing/shape";
import { readVersion, type GivenVersion } from "./importing/version";
import { repeatedKey, walk } from "./importing/walk";
import type { IgnitionConfig, IgnitionSettings } from "./schema";
import { error, valueAt, warning } from "./together/entries";
import { lowestVersion, minorOf, SPEC_VERSIONS } from "./version";

/** A config that was read. */
export interface ReadConfig {
  /** Empty if nothing of the text could be read; to be used only if no problem is an error. */
  readonly config: IgnitionConfig;

  /** What is wrong with the text, and what was not taken over. What is wrong with the config says `validateIgnition`. */
  readonly problems: readonly Problem[];
}

/** Longest text that is read, in bytes. */
const LARGEST = 64 * 1024 * 1024;

/**
 * Reads a config of any spec of version 3, with the meaning that Ignition gives it.
 *
 * - Contents in `data:` URLs become plain text or bytes, so that they are written in the shortest form.
 * - Keys that its own spec does not have are ignored by Ignition and so left out, each with a warning.
 * - Keys and values of a spec newer than 3.6.0 are kept under `newer` and written as they stand, each with a warning.
 * - The version is pinned only if it is newer than what the config uses.
 *
 * @returns never throws; no problem shows any content
 */
export function fromJson(text: string | Buffer): ReadConfig {
  const given = decoded(text);
  if (typeof given !== "string") return nothing(given);
  const json = readJson(given);
  if (!("value" in json)) return nothing(syntaxProblem(json));
  const version = readVersion(valueLike(valueLike(json.value, "ignition"), "version"));
  if ("code" in version) return nothing(version, json.duplicates.map(repeatedKey));
  const problems = json.duplicates.map(repeatedKey);
  const inexact = new Set(json.inexact.map((path) => JSON.stringify(path)));
  const config = walk(json.value, SPEC, { version, inexact, budget: { left: LARGEST }, problems }) as IgnitionConfig;
  problems.push(...usedFeatures(json.value, version.minor).flatMap((use) => tooNew(use, version)));
  return { config: withVersion(config, version), problems };
}

function nothing(problem: Problem, others: readonly Problem[] = []): ReadConfig {
  return { config: {}, problems: [...others, problem] };
}

const UTF8 = new TextDecoder("utf-8", { fatal: true, ignoreBOM: true });

function decoded(text: string | Buffer): string | Problem {
  const bytes = typeof text === "string" ? Buffer.byteLength(text) : text.length;
  if (bytes > LARGEST) {
    return error("too-large", [], "the text is too large for a config", {
      got: `${bytes} bytes`,
      allowed: `at most ${LARGEST} bytes`,
      fix: "let the machine fetch large files: contents: { source, verification }",
    });
  }
  try {
    const whole = typeof text === "string" ? text : UTF8.decode(text);
    if (!whole.startsWith("\uFEFF")) return whole;
    return error("invalid-json", [], "the text begins with a byte order mark, which JSON does not have", {
      fix: "store it as UTF-8 without one",
    });
  } catch {
    return error("invalid-json", [], "the text is not UTF-8", { fix: "store it as UTF-8" });
  }
}

function syntaxProblem({ what, line, column }: JsonFault): Problem {
  return error("invalid-json", [], `${what}, at line ${line} column ${column}`, {
    allowed: "a JSON document",
    fix: "correct the text",
  });
}

/** The value of a key in any mixture of cases, which is how Ignition reads keys. */
function valueLike(object: unknown, name: string): unknown {
  const own = valueAt(object, name);
  if (own !== undefined || typeof object !== "object" || object === null) return own;
  const key = Object.keys(object).find((other) => other.toLowerCase() === name.toLowerCase());
  return key === undefined ? undefined : valueAt(object, key);
}

/** What a config uses and its own version has not. Keys that are ignored then were left out before. */
function tooNew({ feature: { at, what, since, before }, path }: Use, version: GivenVersion): readonly Problem[] {
  if (isIgnored(at, version.minor)) return [];
  const fix = `write ignition.version 3.${since}.0`;
  if (before === "dropped" && version.minor === minorOf(SPEC_VERSIONS[0])) {
    const place = `Ignition 2.20 and later drop ${what} from a config of ${version.text}; it is kept here`;
    return [warning("lost-in-version", path, place, { fix })];
  }
  if (before !== "refused") return [];
  return [error("newer-than-version", path, `${what} exists since 3.${since}.0`, { got: version.text, fix })];
}

/** Pins the version only where the config would be written in an older one otherwise. */
function withVersion({ ignition, ...rest }: IgnitionConfig, version: GivenVersion): IgnitionConfig {
  const settings: IgnitionSettings = { ...ignition, version: undefined };
  const lowest = lowestVersion({ ...rest, ignition: settings });
  const pinned = SPEC_VERSIONS.find((known) => known === version.text && minorOf(known) > minorOf(lowest));
  const newer = version.newer ? { ...settings.newer, version: version.text } : undefined;
  const own = { ...settings, version: pinned, newer };
  const given = Object.entries(own).filter(([, value]) => value !== undefined);
  return { ...(given.length === 0 ? {} : { ignition: Object.fromEntries(given) }), ...rest };
}
