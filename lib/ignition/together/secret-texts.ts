import { gunzipSync } from "node:zlib";
import type { Path } from "../../values/config-error";
import { isLate } from "../../values/late";
import { decodeDataUrl } from "../data-url";

/** Takes a text of a config, as the machine gets it; the key is that of the object which holds it. */
export type TakeText = (text: string, key: string, path: Path) => void;

/** Stands in a joined text where a late piece will: no form of a secret holds it. */
const LATE = "\u0000";

/** More is not unpacked to look for secrets. */
const LARGEST_UNPACKED = 16 * 1024 * 1024;

/** A config is plain data of a few levels; what is deeper is none. */
const DEEPEST = 32;

/**
 * Hands on every text of plain data, at any depth: documents within a config, base64 and `data:` URLs too.
 *
 * A list of texts is handed on item by item, and joined as well, since it may be one text in pieces.
 *
 * @param take is given one path again and again, which changes afterwards: it has to be copied to be kept
 */
export function eachText(value: unknown, take: TakeText): void {
  walk(value, "", [], take);
}

/** In plain loops, and all in one: each value of each config comes by here. */
function walk(value: unknown, key: string, path: (string | number)[], take: TakeText): void {
  if (typeof value === "string") {
    take(key === "source" ? sourceText(value) : value, key, path);
    return;
  }
  if (typeof value !== "object" || value === null || path.length > DEEPEST) return;
  if (Array.isArray(value)) {
    if (value.length > 1 && isText(value)) take(joined(value), key, path);
    for (let index = 0; index < value.length; index += 1) {
      path.push(index);
      walk(value[index], key, path, take);
      path.pop();
    }
    return;
  }
  if (isLate(value)) return;
  const object = value as Readonly<Record<string, unknown>>;
  const { base64, source } = object;
  if (typeof base64 === "string") {
    take(Buffer.from(base64, "base64").toString("latin1"), key, path);
    return;
  }
  const packed = isPacked(object) ? unpacked(String(source)) : undefined;
  for (const name of Object.keys(object)) {
    path.push(name);
    if (packed !== undefined && name === "source") take(packed, name, path);
    else walk(object[name], name, path, take);
    path.pop();
  }
}

/** Whether a list may be one text in pieces. */
function isText(list: readonly unknown[]): boolean {
  return list.every((item) => typeof item === "string" || isLate(item));
}

function joined(pieces: readonly unknown[]): string {
  return pieces.map((item) => (typeof item === "string" ? item : LATE)).join("");
}

function isPacked({ source, compression }: Readonly<Record<string, unknown>>): boolean {
  return compression === "gzip" && typeof source === "string" && source.startsWith("data:");
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
