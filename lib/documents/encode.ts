import { ConfigError, refuseErrors } from "../values/config-error";
import { decodeLate, encodeLate } from "../values/late";
import { checkDocument } from "./check";
import type { Document } from "./document";
import { isDocument } from "./kinds";
import { withUnitNamesOnly } from "./references";

/**
 * Turns a document into plain data for `jsonencode`, in which tokens stand for themselves, and units that a unit names
 * are reduced to their names: `{ "name": "data.volume" }`.
 */
export function encodeDocument(document: Document): unknown {
  return encodeLate(withUnitNamesOnly(document));
}

/**
 * The reverse of {@link encodeDocument}. Null is what OpenTofu makes of a value that is not set, so such keys are left
 * out. Only the kind is checked; {@link checkDocument} does the rest.
 *
 * @param json the structure, or its text
 * @throws ConfigError if it is no document of a known kind
 */
export function decodeDocument(json: unknown): Document {
  const document = decodeLate(withoutNulls(typeof json === "string" ? parsed(json) : json));
  if (!isDocument(document)) refuseErrors(checkDocument(document as Document));
  return document as Document;
}

function parsed(text: string): unknown {
  try {
    return JSON.parse(text);
  } catch {
    // The parser's own message quotes the text, which may hold secrets.
    throw new ConfigError([
      {
        code: "documents/invalid-json",
        severity: "error",
        path: [],
        what: "the text is not JSON",
        fix: "use jsonencode",
      },
    ]);
  }
}

function withoutNulls(value: unknown): unknown {
  if (Array.isArray(value)) return value.map((item: unknown) => (item === null ? undefined : withoutNulls(item)));
  if (typeof value !== "object" || value === null) return value;
  const entries = Object.entries(value).filter(([, item]) => item !== null);
  return Object.fromEntries(entries.map(([key, item]) => [key, withoutNulls(item)]));
}
