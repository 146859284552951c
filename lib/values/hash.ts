import { createHash } from "node:crypto";
import { z } from "zod";
import { refuse, shorten } from "./check";

/** The hash functions by which contents are verified. */
export type HashFunction = "sha256" | "sha512";

const HEX_DIGITS: Readonly<Record<string, number>> = { sha256: 64, sha512: 128 };

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
 * Checks what {@link verificationHash} writes.
 *
 * @param module first half of the codes of violations
 */
export function hashText(module: string): z.ZodType<string> {
  return z.string().superRefine((text, context) => {
    const [fn = "", digest = ""] = text.split(/-(.*)/s);
    const digits = HEX_DIGITS[fn];
    if (digits !== undefined && digest.length === digits && /^[0-9a-fA-F]*$/.test(digest)) return;
    refuse(context, {
      code: `${module}/hash`,
      what: digits === undefined ? "the hash names no known function" : `a ${fn} has ${digits} hex digits`,
      got: shorten(text),
      allowed: "sha512-<128 hex digits> or sha256-<64 hex digits>",
      fix: "copy the whole hash, with the name of its function before it",
    });
  });
}
