import { decodeDataUrl, encodeDataUrl } from "../../../ignition/data-url";
import { has } from "../../../ignition/rules";
import type { Contents } from "../../../ignition/schema";
import { given, textOrNone } from "./section";

/** What is said of a content without showing it. */
export interface ShownContents {
  /** How it is written in the config: as percent-encoded text, in base64 or packed; or where it is fetched. */
  readonly form: "text" | "base64" | "gzip" | "fetched";

  /** How many there are on the machine; null if only the server knows. */
  readonly bytes: number | null;

  /** Without a login and a query. */
  readonly source?: string;

  readonly hash?: string;
}

export function shownContents(contents: Contents): ShownContents {
  const bytes = bytesOf(contents);
  if (bytes !== undefined) return { form: formOf(bytes), bytes: bytes.length };
  const source = has(contents, "source") ? (textOrNone(contents.source) ?? "") : "";
  const verification = has(contents, "verification") ? contents.verification : undefined;
  const hash = has(verification, "hash") ? textOrNone(verification.hash) : undefined;
  // Packed data that were too large to be unpacked are within the config all the same.
  if (source.startsWith("data:")) return { form: "gzip", bytes: null, ...given("hash", hash) };
  return { form: "fetched", bytes: null, source: withoutLogin(source), ...given("hash", hash) };
}

/** The bytes of a content that is in the config itself; undefined if it is to be fetched. */
export function bytesOf(contents: Contents): Buffer | undefined {
  if (has(contents, "base64")) return Buffer.from(String(contents.base64), "base64");
  if (has(contents, "source")) {
    const source = textOrNone(contents.source) ?? "";
    return has(contents, "compression") ? undefined : decodeDataUrl(source);
  }
  return Buffer.from(textOrNone(contents) ?? "");
}

/** Who may see the picture need not know how to log in to the server. */
export function withoutLogin(source: string): string {
  return source.replace(/\/\/[^/?#]*@/, "//…@").replace(/\?.*$/s, "?…");
}

function formOf(bytes: Buffer): "text" | "base64" | "gzip" {
  const { source, compression } = encodeDataUrl(bytes);
  return compression ?? (source.startsWith("data:;base64,") ? "base64" : "text");
}
