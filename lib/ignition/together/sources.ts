import { shorten } from "../../values/check";
import type { Path, Problem } from "../../values/config-error";
import { hashRefusal } from "../../values/hash";
import { withoutCredentials } from "../source-rules";
import { entriesAt, error, textOf, valueAt, warning } from "./entries";
import { resources, type Resource } from "./resources";

/** What a source must be to its verification and its headers. */
export function sources(config: unknown): readonly Problem[] {
  return resources(config).flatMap((resource) => {
    const source = textOf(valueAt(resource.item, "source"));
    if (source === undefined) return [];
    return [
      ...unverified(resource, source),
      ...unequalHash(resource),
      ...headersWithoutHttp(resource, source),
      ...emptyHeaders(resource),
    ];
  });
}

/**
 * A `data:` URL is part of the config, and so as good as the config itself.
 *
 * What is fetched as a config can make anything of the machine: there it takes a hash, or the word that it needs none.
 */
function unverified({ path, item }: Resource, source: string): readonly Problem[] {
  if (source.startsWith("data:") || valueAt(item, "verification", "hash") !== undefined) return [];
  if (isConfig(path) && valueAt(item, "unverified") !== true) {
    return [
      error(
        "unverified-merge",
        [...path, "verification"],
        "whoever answers for the server decides what the machine is",
        {
          got: withoutCredentials(source),
          fix: 'give the hash of the config, verification: { hash: "sha512-…" }, or say unverified: true',
        },
      ),
    ];
  }
  return [
    warning("unverified-source", [...path, "verification"], "whatever the server sends is used, whoever sends it", {
      got: withoutCredentials(source),
      fix: 'give the hash of the content: verification: { hash: "sha512-…" }',
    }),
  ];
}

/** What is fetched as a config, of which Ignition compares the hash as a text. Of all else it compares the bytes. */
function isConfig(path: Path): boolean {
  return path[0] === "ignition" && path[1] === "config";
}

/** Ignition works a hash out in lower case. */
function unequalHash({ path, item }: Resource): readonly Problem[] {
  const hash = textOf(valueAt(item, "verification", "hash"));
  if (!isConfig(path) || hash === undefined || hashRefusal(hash, "ignition") !== undefined) return [];
  if (hash === hash.toLowerCase()) return [];
  return [
    error(
      "hash-case",
      [...path, "verification", "hash"],
      "Ignition compares the hash of a config letter by letter with one in lower case, so this one fits none",
      { got: shorten(hash), allowed: "hex digits in lower case", fix: "write it in lower case" },
    ),
  ];
}

function headersWithoutHttp({ path, item }: Resource, source: string): readonly Problem[] {
  const headers = valueAt(item, "httpHeaders");
  if (/^https?:/.test(source) || !Array.isArray(headers) || headers.length === 0) return [];
  return [
    error("headers-without-http", [...path, "httpHeaders"], "only a source fetched over HTTP has headers", {
      got: withoutCredentials(source),
      allowed: "http://… or https://…",
      fix: "remove the headers",
    }),
  ];
}

/** Ignition takes the header, and gives up when it comes to fetch the source. */
function emptyHeaders({ path, item }: Resource): readonly Problem[] {
  return entriesAt(item, "httpHeaders")
    .filter((header) => header.item["value"] === undefined)
    .map((header) =>
      warning("header-without-value", [...path, ...header.path], "a header without a value cannot be sent", {
        fix: "give its value, unless this config is merged into one that does",
      }),
    );
}
