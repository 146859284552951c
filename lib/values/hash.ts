import { createHash } from "node:crypto";
import { shorten, type Refusal } from "./check";

/** The hash functions by which contents are verified. */
export type HashFunction = "sha256" | "sha512";

const HEX_DIGITS: ReadonlyMap<string, number> = new Map([
  ["sha256", 64],
  ["sha512", 128],
]);

/** The sha256 of bytes, or of text as UTF-8, in lower-case hex. */
export function sha256(content: string | Uint8Array): string {
  return createHash("sha256").update(content).digest("hex");
}

/** The sha512 of bytes, or of text as UTF-8, in lower-case hex. */
export function sha512(content: string | Uint8Array): string {
  return createHash("sha512").update(content).digest("hex");
}

/** A hash as Ignition and coreos-installer write it: `sha512-<hex>`. */
export function verificationHash(content: string | Uint8Array, fn: HashFunction = "sha512"): string {
  return `${fn}-${fn === "sha512" ? sha512(content) : sha256(content)}`;
}

/**
 * What is wrong with a hash that should look as {@link verificationHash} writes it; undefined if nothing is.
 *
 * @param module first half of the violation's code
 */
export function hashRefusal(text: string, module: string): Refusal | undefined {
  const [, fn = "", digest = ""] = /^([^-]*)-(.*)$/s.exec(text) ?? [];
  const digits = HEX_DIGITS.get(fn);
  if (digits !== undefined && digest.length === digits && /^[0-9a-fA-F]*$/.test(digest)) return undefined;
  return {
    code: `${module}/hash`,
    what: digits === undefined ? "the hash names no known function" : `a ${fn} has ${digits} hex digits`,
    got: shorten(text),
    allowed: [...HEX_DIGITS].map(([name, count]) => `${name}-<${count} hex digits>`).join(" or "),
    fix: "copy the whole hash, with the name of its function before it",
  };
}
