import { gunzipSync } from "node:zlib";
import type { Path } from "../../values/config-error";
import { isLate } from "../../values/late";
import { decodeDataUrl } from "../data-url";
import { valueAt } from "./entries";

/** A text of a config, as the machine gets it, and where it stands. */
export interface FoundText {
  readonly path: Path;

  /** The key of the object that holds it. */
  readonly key: string;
  readonly text: string;
}

/** Stands in a joined text where a late piece will: no form of a secret holds it. */
const LATE = "\u0000";

/** More is not unpacked to look for secrets. */
const LARGEST_UNPACKED = 16 * 1024 * 1024;

/**
 * Every text of plain data, at any depth: documents within a config, base64 and `data:` URLs too.
 *
 * A list of texts is given item by item, and joined as well, since it may be one text in pieces.
 */
export function textsOf(value: unknown, path: Path = [], key = "", depth = 0): readonly FoundText[] {
  if (typeof value === "string") return [{ path, key, text: key === "source" ? sourceText(value) : value }];
  if (typeof value !== "object" || value === null || isLate(value) || depth > DEEPEST) return [];
  if (Array.isArray(value)) return [...joined(value, path, key), ...items(value, path, key, depth)];
  const base64 = valueAt(value, "base64");
  if (typeof base64 === "string") return [{ path, key, text: Buffer.from(base64, "base64").toString("latin1") }];
  const source = valueAt(value, "source");
  if (typeof source === "string" && valueAt(value, "compression") === "gzip" && source.startsWith("data:")) {
    return [{ path: [...path, "source"], key: "source", text: unpacked(source) }];
  }
  return Object.entries(value).flatMap(([name, item]) => textsOf(item, [...path, name], name, depth + 1));
}

/** A config is plain data of a few levels; what is deeper is none. */
const DEEPEST = 32;

function items(list: readonly unknown[], path: Path, key: string, depth: number): readonly FoundText[] {
  return list.flatMap((item, index) => textsOf(item, [...path, index], key, depth + 1));
}

function joined(list: readonly unknown[], path: Path, key: string): readonly FoundText[] {
  if (list.length < 2 || !list.every((item) => typeof item === "string" || isLate(item))) return [];
  return [{ path, key, text: list.map((item) => (typeof item === "string" ? item : LATE)).join("") }];
}

function sourceText(source: string): string {
  return source.startsWith("data:") ? (decodeDataUrl(source)?.toString("latin1") ?? "") : source;
}

function unpacked(source: string): string {
  try {
    const bytes = decodeDataUrl(source) ?? Buffer.alloc(0);
    return gunzipSync(bytes, { maxOutputLength: LARGEST_UNPACKED }).toString("latin1");
  } catch {
    // Not gzip, or too large: whether that is wrong is not decided here.
    return "";
  }
}
