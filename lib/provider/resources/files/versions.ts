import type { PrivateState } from "../../framework/private-state";
import type { PublishedFile } from "./model";

const KEY = "versions";

/**
 * The files with the versions that the server had told of them when their hashes were true: as long as a file has the
 * same version and size, its content need not be read again.
 */
export function withVersions(files: readonly PublishedFile[], own: PrivateState | undefined): readonly PublishedFile[] {
  const versions = parse(own?.get(KEY));
  return files.map((file) => ({ ...file, version: versions.get(file.path) }));
}

/** They are no secret, but nobody's business either: no part of the plan. */
export function keepVersions(files: readonly PublishedFile[], own: PrivateState | undefined): void {
  const known = files.flatMap(({ path, version }) => (version === undefined ? [] : [[path, version] as const]));
  own?.set(KEY, known.length === 0 ? null : JSON.stringify(known));
}

function parse(text: string | undefined): ReadonlyMap<string, string> {
  if (text === undefined) return new Map();
  try {
    const json: unknown = JSON.parse(text);
    return new Map((Array.isArray(json) ? json : []).filter(isPair));
  } catch {
    return new Map();
  }
}

function isPair(value: unknown): value is [string, string] {
  return Array.isArray(value) && value.length === 2 && value.every((part) => typeof part === "string");
}
