import { isUtf8 } from "node:buffer";
import { gunzipSync } from "node:zlib";
import { encodeDataUrl } from "../../ignition/data-url";
import { has } from "../../ignition/rules";
import type { BinaryContents, Contents, RemoteResource } from "../../ignition/schema";
import type { Path } from "../../values/config-error";
import { verificationHash } from "../../values/hash";
import { isLate, type Text } from "../../values/late";
import type { InlineContents, LocalContents, SugaredContents } from "../schema";
import type { LocalReader } from "./local-reader";
import { error } from "./problem";

/** Where contents can be from; one of them. */
const SOURCES = ["inline", "local", "source"] as const;

/** Unpacked, contents are not larger than this, in bytes. */
const LARGEST = 64 * 1024 * 1024;

type Options = Pick<LocalContents, "verification" | "compression" | "httpHeaders">;

/** Turns contents of any form into such as Ignition has. Undefined if there are none, or none that could be read. */
export function plainContents(
  given: SugaredContents | undefined,
  path: Path,
  reader: LocalReader,
): Contents | undefined {
  const form = formOf(given);
  if (form === undefined) return given as Contents | undefined;
  const { inline, local, source, ...options } = form;
  const named = SOURCES.filter((key) => form[key] !== undefined);
  if (named.length > 1) {
    reader.problems.push(
      error("several-contents", [...path, named.at(-1) ?? ""], "contents come from one place only", {
        got: named.join(", "),
        allowed: "one of inline, local and source",
        fix: "remove the others",
      }),
    );
    return undefined;
  }
  if (source !== undefined) return { ...options, source };
  if (inline !== undefined) return embedded(inline, options, [...path, "inline"], reader);
  // Without a source they are those of a tree, if anything.
  if (local === undefined) return isEmpty(options) ? undefined : (given as Contents);
  const bytes = reader.bytes(local, [...path, "local"]);
  return bytes && embedded(bytes, options, [...path, "local"], reader);
}

/** The same as a resource with a URL, for places that take nothing else. */
export function remoteContents(
  given: RemoteResource | LocalContents | InlineContents | undefined,
  path: Path,
  reader: LocalReader,
): RemoteResource | undefined {
  const contents = plainContents(given, path, reader);
  if (contents === undefined || has(contents, "source")) return contents as RemoteResource | undefined;
  const bytes = bytesOf(contents);
  if (bytes !== undefined) return encodeDataUrl(bytes);
  reader.problems.push(lateContents(path));
  return undefined;
}

/** Contents that are known: as text where they are text. With options they are written out as a URL here. */
export function embedded(
  content: Buffer | Text | BinaryContents,
  options: Options,
  path: Path,
  reader: LocalReader,
): Contents | undefined {
  const plain = Buffer.isBuffer(content) ? textOrBytes(content) : content;
  if (isEmpty(options)) return plain;
  const bytes = bytesOf(plain);
  if (bytes === undefined) {
    reader.problems.push(lateContents(path));
    return undefined;
  }
  const compressed = options.compression === "gzip";
  const unpacked = compressed ? gunzip(bytes) : bytes;
  if (unpacked === undefined) {
    reader.problems.push(
      error("not-gzip", path, "the contents are said to be compressed by gzip, and are not", {
        fix: "leave compression out: contents are compressed by themselves where that makes them shorter",
      }),
    );
    return undefined;
  }
  verify(unpacked, options, path, reader);
  const url = compressed ? { source: `data:;base64,${bytes.toString("base64")}` } : encodeDataUrl(bytes);
  return { ...options, ...url };
}

function isEmpty(options: Options): boolean {
  return Object.values(options).every((value) => value === undefined);
}

function verify(bytes: Buffer, { verification }: Options, path: Path, reader: LocalReader): void {
  const given = verification?.hash;
  const hash = Array.isArray(given) ? given.join("") : given;
  if (typeof hash !== "string" || !/^sha(?:256|512)-/.test(hash)) return;
  if (hash.toLowerCase() === verificationHash(bytes, hash.startsWith("sha256") ? "sha256" : "sha512")) return;
  reader.problems.push(
    error("wrong-hash", [...path.slice(0, -1), "verification", "hash"], "the contents have another hash", {
      fix: "correct the hash, or leave it out: contents that stand in the config need none",
    }),
  );
}

function gunzip(bytes: Buffer): Buffer | undefined {
  try {
    return gunzipSync(bytes, { maxOutputLength: LARGEST });
  } catch {
    return undefined;
  }
}

/** Bytes as text, if they are text: so they can be read, and searched for secrets. */
function textOrBytes(bytes: Buffer): Contents {
  return isUtf8(bytes) ? bytes.toString("utf8") : { base64: bytes.toString("base64") };
}

function bytesOf(contents: Contents): Buffer | undefined {
  if (has(contents, "base64"))
    return isLate(contents.base64) ? undefined : Buffer.from(String(contents.base64), "base64");
  const pieces: readonly unknown[] = Array.isArray(contents) ? contents : [contents];
  return pieces.every((piece) => typeof piece === "string") ? Buffer.from(pieces.join("")) : undefined;
}

function lateContents(path: Path) {
  return error("late-contents", path, "the contents are not known yet, and have to be written as a URL here", {
    fix: "leave hash, compression and headers out, or give contents that are known",
  });
}

/** Contents that say where they are from. */
interface Form extends Options {
  readonly inline?: Text | BinaryContents;
  readonly local?: string;
  readonly source?: Text;
}

function formOf(given: SugaredContents | undefined): Form | undefined {
  if (typeof given !== "object" || given === null || Array.isArray(given) || isLate(given)) return undefined;
  return has(given, "base64") || has(given, "document") ? undefined : (given as Form);
}
