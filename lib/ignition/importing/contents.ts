import { gunzipSync } from "node:zlib";
import type { Path, Problem } from "../../values/config-error";
import { hashRefusal, verificationHash } from "../../values/hash";
import { decodeDataUrl } from "../data-url";
import type { Contents } from "../schema";
import { error, textOf, valueAt, warning } from "../together/entries";
import type { ResourceKind } from "./shape";

/** How many bytes may still be unpacked. What would go beyond stays packed. */
export interface Budget {
  left: number;
}

/** A resource that was read, and what is to be said of it. */
export interface ReadResource {
  /** Contents, or a resource as it was given; undefined if it says nothing. */
  readonly value: unknown;
  readonly problems: readonly Problem[];
}

/**
 * Makes plain contents of a resource that holds its content itself, so that it is written in the shortest form later.
 * Its hash is checked and, where it is right, left out: it verifies nothing that the config does not say itself.
 * Everything else stays a resource.
 *
 * @param given the resource, with the spec's keys
 */
export function contentsOf(given: object, kind: ResourceKind, path: Path, budget: Budget): ReadResource {
  const kept: ReadResource = { value: given, problems: [] };
  const source = textOf(valueAt(given, "source"));
  if (source === undefined) return sourceless(given, path);
  if (source === "") return blank(given, kind);
  if (kind === "replace" || !source.startsWith("data:") || Object.keys(given).some((key) => !PLAIN.includes(key))) {
    return kept;
  }
  const bytes = decodeDataUrl(source);
  if (bytes === undefined) return kept;
  const content = valueAt(given, "compression") === "gzip" ? unpacked(bytes, budget) : bytes;
  if (content === "too large") return kept;
  if (content === "damaged") return { value: given, problems: [damaged(path)] };
  return hashed(given, content, path);
}

/** Ignition compares the hash of a config as a text, and works it out in lower case. */
function isTextual(path: Path): boolean {
  return path[0] === "ignition" && path[1] === "config";
}

/** Keys of resources that can be plain contents. */
const PLAIN = ["source", "compression", "verification"];

/** Ignition refuses a hash or headers that belong to nothing; a compression of nothing it passes over. */
function sourceless(given: object, path: Path): ReadResource {
  const keys = Object.keys(given);
  if (keys.some((key) => key !== "compression")) return { value: given, problems: [] };
  return {
    value: undefined,
    problems: keys.map((key) =>
      warning("unused-key", [...path, key], "without a source there is nothing to unpack; the key is left out", {
        fix: "remove it, or give the source",
      }),
    ),
  };
}

/** An empty source is an empty file, and no key file. Elsewhere it is refused. */
function blank(given: object, kind: ResourceKind): ReadResource {
  if (kind === "file") return { value: "", problems: [] };
  return { value: kind === "key-file" ? undefined : given, problems: [] };
}

function unpacked(packed: Buffer, budget: Budget): Buffer | "too large" | "damaged" {
  try {
    const { buffer, engine } = gunzipSync(packed, {
      maxOutputLength: Math.max(budget.left, 1),
      info: true,
    }) as never as {
      readonly buffer: Buffer;
      readonly engine: { readonly bytesWritten: number };
    };
    // Node passes over what follows the packed data; Ignition does not.
    if (engine.bytesWritten !== packed.length || buffer.length > budget.left) return "damaged";
    budget.left -= buffer.length;
    return buffer;
  } catch (fault) {
    return (fault as NodeJS.ErrnoException).code === "ERR_BUFFER_TOO_LARGE" ? "too large" : "damaged";
  }
}

function damaged(path: Path): Problem {
  return error("packed-contents", [...path, "source"], "the content cannot be unpacked by gzip", {
    fix: "pack it anew, or give it as it is, without a compression",
  });
}

function hashed(given: object, content: Buffer, path: Path): ReadResource {
  const hash = textOf(valueAt(given, "verification", "hash"));
  if (hash === undefined) return { value: plain(content), problems: [] };
  if (hashRefusal(hash, "ignition") !== undefined) return { value: given, problems: [] };
  if (isTextual(path) && hash !== hash.toLowerCase()) return { value: given, problems: [] };
  const fn = hash.startsWith("sha256-") ? "sha256" : "sha512";
  if (verificationHash(content, fn) === hash.toLowerCase()) return { value: plain(content), problems: [] };
  return {
    value: given,
    problems: [
      error("wrong-hash", [...path, "verification", "hash"], "the content of the data: URL has another hash", {
        fix: "leave the hash out: nothing can change what stands in the config itself",
      }),
    ],
  };
}

const UTF8 = new TextDecoder("utf-8", { fatal: true, ignoreBOM: true });

/** Text, if the bytes are UTF-8. */
function plain(content: Buffer): Contents {
  try {
    return UTF8.decode(content);
  } catch {
    return { base64: content.toString("base64") };
  }
}
