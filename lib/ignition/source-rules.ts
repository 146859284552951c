import { shorten } from "../values/check";
import { hashRefusal } from "../values/hash";
import { decodeDataUrl } from "./data-url";
import type { Rule } from "./rules";

const SCHEMES = ["http", "https", "tftp", "s3", "gs", "arn", "data"];

/**
 * A server, with an optional user, port, path and query. Brackets stand around an IPv6 address only, and nothing is
 * percent-encoded in a name.
 */
const LOCATION = /^\/\/(?:[\w.~!$&'()*+,;=:%-]*@)?(?:\[[0-9a-fA-F:.]+\]|[\w.~!$&'()*+,;=-]+)(?::\d{1,5})?(?:[/?#]|$)/;

const NOT_URL_TEXT = /[^\w.~:/?#[\]@!$&'()*+,;=%-]|%(?![0-9a-fA-F]{2})/;

const S3_ARN = /^arn:[\w-]+:s3:[\w-]*:\d*:(?:accesspoint\/[^/?]+\/|(?!accesspoint\/)[^/?]+\/)./;

/** A URL that Ignition can fetch. */
export const sourceUrl: Rule = (value) => {
  const scheme = /^([a-z][a-z0-9]*):/.exec(value)?.[1] ?? "";
  const wrong = (what: string, fix: string): ReturnType<Rule> => ({
    code: "ignition/source",
    what,
    got: withoutCredentials(value),
    allowed: `a URL of scheme ${SCHEMES.join(", ")}`,
    fix,
  });
  if (!SCHEMES.includes(scheme))
    return wrong("the source is no URL of a scheme that Ignition knows", "correct the URL");
  if (scheme === "data") {
    return decodeDataUrl(value) === undefined
      ? wrong("the data: URL cannot be decoded", "give the content itself; it is encoded for you")
      : undefined;
  }
  if (NOT_URL_TEXT.test(value)) return wrong("the URL holds characters that have to be percent-encoded", "encode them");
  if (scheme === "arn") {
    if (!S3_ARN.test(value)) return wrong("the ARN names no object of S3", "write arn:aws:s3:::bucket/key");
  } else if (!LOCATION.test(value.slice(scheme.length + 1)) || !URL.canParse(value)) {
    return wrong("the URL names no server", "correct the URL");
  }
  if (/[?&]versionId=?(?:&|#|$)/.test(value)) return wrong("the versionId is empty", "give a version, or no versionId");
  return undefined;
};

/** `sha512-<hex>` or `sha256-<hex>`. */
export const hash: Rule = (value) => hashRefusal(value, "ignition");

/** Base64 as it is written by everybody: padded, on one line. */
export const base64: Rule = (value) =>
  Buffer.from(value, "base64").toString("base64") === value
    ? undefined
    : {
        code: "ignition/base64",
        what: "the text is not base64",
        allowed: "padded base64 of the standard alphabet, without line breaks",
        fix: 'encode the bytes by Buffer.toString("base64")',
      };

/** A token, as HTTP wants the names of headers to be. */
export const headerName: Rule = (value) =>
  /^[\w!#$%&'*+.^`|~-]+$/.test(value)
    ? undefined
    : {
        code: "ignition/header-name",
        what: "this is no name of an HTTP header",
        got: shorten(value),
        allowed: "letters, digits and !#$%&'*+-.^_`|~",
        fix: "correct the name",
      };

/** A proxy is a server reached over HTTP. */
export const proxyUrl: Rule = (value) =>
  /^https?:/.test(value)
    ? sourceUrl(value)
    : {
        code: "ignition/proxy",
        what: "the proxy is no URL of a scheme that Ignition knows",
        got: withoutCredentials(value),
        allowed: "http://… or https://…",
        fix: "correct the URL",
      };

/** A URL as a message may show it: user, password and signed queries stay out. */
export function withoutCredentials(url: string): string {
  const shown = url.startsWith("data:") ? url.slice(0, url.indexOf(",") + 1) : url;
  return shorten(shown.replace(/\/\/[^/]*@/, "//…@").replace(/[?#].*$/s, "?…"));
}

/** Where a server of tang answers. */
export const tangUrl: Rule = (value) => {
  const refusal = /^https?:/.test(value) ? sourceUrl(value) : undefined;
  if (/^https?:/.test(value) && refusal === undefined) return undefined;
  return {
    code: "ignition/tang-url",
    what: refusal?.what ?? "the URL of a tang server is of another scheme",
    got: withoutCredentials(value),
    allowed: "http://… or https://…",
    fix: "correct the URL",
  };
};

/** JSON, as clevis reads it. The text itself is in no message: it may name secrets. */
export const json: Rule = (value) => {
  try {
    JSON.parse(value);
    return undefined;
  } catch {
    return {
      code: "ignition/json",
      what: "the text is not JSON",
      allowed: "JSON text",
      fix: "write it as JSON",
    };
  }
};

/** Lengths of a hash in base64url: SHA-1, SHA-224, SHA-256, SHA-384 and SHA-512, by which clevis knows keys. */
const THUMBPRINT_LENGTHS = [27, 38, 43, 64, 86];

/** Thumbprint of a key of tang. */
export const thumbprint: Rule = (value) =>
  /^[A-Za-z0-9_-]*$/.test(value) && THUMBPRINT_LENGTHS.includes(value.length)
    ? undefined
    : {
        code: "ignition/thumbprint",
        severity: "warning",
        what: "this is no thumbprint of a key, so the machine will trust no tang server",
        got: shorten(value),
        allowed: `base64url of ${THUMBPRINT_LENGTHS.join(", ")} characters`,
        fix: "copy what tang-show-keys prints",
      };
