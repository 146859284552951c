import type { PrivateState } from "../../framework/private-state";
import type { PublishedFile } from "./model";

const KEY = "versions";

/**
 * The files with the versions that the server had told of them when their hashes were true: as long as a file has the
 * same version and size, its content need not be read again.
 */
export function withVersions(files: readonly PublishedFile[], own: PrivateState | undefined): readonly PublishedFile[] {
  const known = parse(own?.get(KEY));
  return files.map((file) => {
    const [, version, youngSince] = known.get(file.path) ?? [];
    return { ...file, version, youngSince };
  });
}

/** They are no secret, but nobody's business either: no part of the plan. */
export function keepVersions(files: readonly PublishedFile[], own: PrivateState | undefined): void {
  const known = files.flatMap(({ path, version, youngSince }): Known[] => {
    if (version === undefined) return [];
    return [youngSince === undefined ? [path, version] : [path, version, youngSince]];
  });
  own?.set(KEY, known.length === 0 ? null : JSON.stringify(known));
}

/** Path, version, and since when it has it if that is too short a time. */
type Known = readonly [string, string, number?];

function parse(text: string | undefined): ReadonlyMap<string, Known> {
  if (text === undefined) return new Map();
  try {
    const json: unknown = JSON.parse(text);
    const all: readonly unknown[] = Array.isArray(json) ? json : [];
    return new Map(all.filter(isKnown).map((one) => [one[0], one]));
  } catch {
    return new Map();
  }
}

function isKnown(value: unknown): value is Known {
  if (!Array.isArray(value)) return false;
  const [path, version, since] = value as readonly unknown[];
  return typeof path === "string" && typeof version === "string" && (since === undefined || typeof since === "number");
}
