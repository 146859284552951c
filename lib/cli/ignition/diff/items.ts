import { gunzipSync } from "node:zlib";
import { decodeDataUrl } from "../../../ignition/data-url";
import { secretIn } from "../../../ignition/together/secret-patterns";
import { formatFileMode } from "../../../values/file-mode";
import { sha256 } from "../../../values/hash";

/** A file, a user, a unit: what has a name of its own in a config. */
export interface Item {
  /** The list that it stands in, such as `storage.files`; `ignition` for what stands in none. */
  readonly section: string;

  /** What it is known by: a path, a name. */
  readonly key: string;

  readonly fields: ReadonlyMap<string, Field>;
}

/** One thing that is said of an item. */
export type Field =
  | { readonly kind: "value"; readonly text: string }
  /** Text, or a list of words. */
  | { readonly kind: "lines"; readonly lines: readonly string[] }
  /** What is not shown, but known to be the same or not. */
  | {
      readonly kind: "hidden";
      readonly why: "secret" | "binary" | "config";
      readonly bytes: number;
      readonly digest: string;
    };

type Json = null | boolean | number | string | readonly Json[] | { readonly [key: string]: Json };
type JsonObject = { readonly [key: string]: Json };

/** What the items of a list may be known by, the first that they have. */
const KEYS = ["path", "name", "device", "number", "label", "url", "source"] as const;

/** Fields that nobody is shown, wherever they stand. */
const SECRET = /(?:^|\.)(?:passwordHash|keyFile|httpHeaders\..*\.value|custom\.config)$/;

/** A last line that is none: the text before it ends without a line feed. */
const NO_LINE_FEED = "\\ no line feed at the end";

/**
 * Takes a rendered config apart. Contents are decoded, so that it does not matter in which form they were written;
 * secrets are not shown: password hashes, key files, headers, files that only their owner may read, and text that
 * looks like a secret.
 *
 * @param rendered in Slipway's own form: without defaults, with lists in order
 */
export function itemsOf(rendered: string): readonly Item[] {
  const config = JSON.parse(rendered) as JsonObject;
  return Object.entries(config).flatMap(([name, section]) => itemsIn(name, section as JsonObject));
}

function itemsIn(name: string, section: JsonObject): readonly Item[] {
  const lists = Object.entries(section).filter(([, value]) => isKeyed(value));
  const rest = Object.fromEntries(Object.entries(section).filter(([, value]) => !isKeyed(value)));
  const loose = fieldsOf(rest);
  return [
    ...(loose.size === 0 ? [] : [{ section: name, key: "", fields: loose }]),
    ...lists.flatMap(([list, items]) =>
      (items as readonly JsonObject[]).map((item) => {
        const own = KEYS.find((key) => item[key] !== undefined);
        const key = own === undefined ? "" : String(item[own]);
        const fields = fieldsOf(Object.fromEntries(Object.entries(item).filter(([other]) => other !== own)));
        return { section: `${name}.${list}`, key, fields };
      }),
    ),
  ];
}

function isKeyed(value: Json): boolean {
  return (
    Array.isArray(value) && value.every((item: Json) => isObject(item) && KEYS.some((key) => item[key] !== undefined))
  );
}

function fieldsOf(item: JsonObject): ReadonlyMap<string, Field> {
  const isPrivate = typeof item["mode"] === "number" && (item["mode"] & 0o044) === 0;
  const fields = new Map<string, Field>();
  const walk = (name: string, value: Json): void => {
    const inner = (step: string): string => (name === "" ? step : `${name}.${step}`);
    if (isObject(value) && isContents(value)) addContents(fields, name, value, isPrivate);
    else if (isObject(value)) for (const [key, below] of Object.entries(value)) walk(inner(key), below);
    else if (Array.isArray(value) && value.some(isObject)) {
      value.forEach((below: Json, index) => walk(inner(keyOf(below, index)), below));
    } else fields.set(name, fieldOf(name, value));
  };
  walk("", item);
  return fields;
}

function keyOf(item: Json, index: number): string {
  const key = isObject(item) && !isContents(item) ? KEYS.find((name) => item[name] !== undefined) : undefined;
  return key === undefined || !isObject(item) ? String(index + 1) : String(item[key]);
}

function fieldOf(name: string, value: Json): Field {
  if (SECRET.test(name)) return hidden("secret", Buffer.from(JSON.stringify(value)));
  if (Array.isArray(value)) return { kind: "lines", lines: value.map(String) };
  if (/(?:^|\.)contents$/.test(name) && typeof value === "string") return textField(value, false);
  if (name === "mode" && typeof value === "number") return { kind: "value", text: formatFileMode(value) };
  const text = String(value);
  return secretIn(text) === undefined ? { kind: "value", text } : hidden("secret", Buffer.from(text));
}

/** Something to fetch stays as it is; all else is what its bytes are. */
function addContents(fields: Map<string, Field>, name: string, contents: JsonObject, isPrivate: boolean): void {
  const decoded = bytesOf(contents);
  if (decoded === undefined) {
    for (const [key, value] of Object.entries(contents)) {
      if (isObject(value) || Array.isArray(value)) {
        for (const [inner, field] of fieldsOf({ [key]: value })) fields.set(`${name}.${inner}`, field);
      } else fields.set(`${name}.${key}`, fieldOf(key, value));
    }
    return;
  }
  const isSecret = isPrivate || SECRET.test(name);
  const isConfig = /^(?:config\.)?(?:merge|replace)/.test(name);
  fields.set(name, isConfig ? hidden("config", decoded) : textOrBytes(decoded, isSecret));
}

function isContents(value: JsonObject): boolean {
  return typeof value["source"] === "string";
}

function bytesOf({ source, compression }: JsonObject): Buffer | undefined {
  const bytes = decodeDataUrl(String(source));
  return bytes !== undefined && compression === "gzip" ? gunzipSync(bytes, { maxOutputLength: 1 << 28 }) : bytes;
}

const UTF8 = new TextDecoder("utf-8", { fatal: true, ignoreBOM: true });

function textOrBytes(bytes: Buffer, isSecret: boolean): Field {
  if (bytes.includes(0)) return hidden(isSecret ? "secret" : "binary", bytes);
  try {
    return textField(UTF8.decode(bytes), isSecret);
  } catch {
    return hidden(isSecret ? "secret" : "binary", bytes);
  }
}

function textField(text: string, isSecret: boolean): Field {
  if (isSecret || secretIn(text) !== undefined) return hidden("secret", Buffer.from(text));
  const lines = text.split("\n");
  return { kind: "lines", lines: lines.at(-1) === "" ? lines.slice(0, -1) : [...lines, NO_LINE_FEED] };
}

function hidden(why: "secret" | "binary" | "config", bytes: Buffer): Field {
  return { kind: "hidden", why, bytes: bytes.length, digest: sha256(bytes) };
}

function isObject(value: Json | undefined): value is JsonObject {
  return typeof value === "object" && value !== null && !Array.isArray(value);
}
