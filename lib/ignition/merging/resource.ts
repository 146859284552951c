import { isLate } from "../../values/late";
import { resource } from "../rendering/resource";
import { has } from "../rules";
import type { Contents, HttpHeader, RemoteResource, Verification } from "../schema";
import { textOf, valueAt } from "../together/entries";
import { keyBy, keyOf } from "./key";
import { fields, keyed, last, type Rule } from "./rule";

/** A header of the child without a value takes the parent's away. */
const headers = keyed<HttpHeader>(keyBy("name"), (parent, child) =>
  has(child, "name") && child.value === undefined
    ? undefined
    : fields<HttpHeader>({ name: last, value: last })(parent, child),
);

const parts: Rule<RemoteResource> = fields<RemoteResource>({
  source: last,
  verification: fields<Verification>({ hash: last }),
  compression: last,
  httpHeaders: headers,
  unverified: last,
});

/**
 * Something to fetch, part by part: so a hash of the parent holds for the child's source as well. That nothing needs to
 * verify it was said of one source, though.
 */
export const remote: Rule<RemoteResource> = (parent, child) => {
  const same = valueAt(child, "source") === undefined || keyOf(valueAt(parent, "source")) === keyOf(child.source);
  return parts(same || !has(parent, "unverified") ? parent : { ...parent, unverified: undefined }, child);
};

/**
 * Contents of any form. Where both are fetched they are merged part by part. Contents that are given in the config
 * are one value: they leave nothing of the parent's, and nothing of them is left.
 */
export const contents: Rule<Contents> = (parent, child) =>
  isRemote(parent) && isRemote(child) ? remote(parent, child) : child;

/** What tells contents of a list apart: where they come from, or the URL that they are written as. */
export function contentsKey(value: Contents): string {
  if (isRemote(value)) return keyOf(value.source);
  if (has(value, "document")) return keyOf([value.document]);
  if (has(value, "base64") && isLate(value.base64)) return keyOf(["base64 of ", value.base64]);
  if (has(value, "base64") || textOf(value) !== undefined) return keyOf(valueAt(resource(value), "source"));
  return keyOf(["text ", ...(Array.isArray(value) ? (value as readonly unknown[]) : [value])]);
}

function isRemote(value: Contents): value is RemoteResource {
  return has(value, "source");
}
