import { BoundedJsonError, parseBoundedJson } from "../values/bounded-json";
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

/** Of a document's structure: the largest file that is published is 64 MiB, and no kind of document is a dozen deep. */
const BOUNDS = { length: 96 * 1024 * 1024, depth: 64 };

/** Why a text is no document, by what is wrong with its JSON. */
const REFUSALS = {
  syntax: { code: "documents/invalid-json", what: "the text is not JSON", fix: "use jsonencode" },
  length: {
    code: "documents/too-large",
    what: "the document is larger than any that Slipway publishes",
    allowed: `${BOUNDS.length} characters`,
    fix: "let the machine fetch what is large by URL",
  },
  depth: {
    code: "documents/too-deep",
    what: "the document is nested deeper than any document is",
    allowed: `lists and objects ${BOUNDS.depth} deep`,
    fix: "give the structure that docs/provider.md describes",
  },
} as const;

function parsed(text: string): unknown {
  try {
    return parseBoundedJson(text, BOUNDS);
  } catch (error) {
    if (!(error instanceof BoundedJsonError)) throw error;
    throw new ConfigError([{ severity: "error", path: [], ...REFUSALS[error.reason] }]);
  }
}

function withoutNulls(value: unknown): unknown {
  if (Array.isArray(value)) return value.map((item: unknown) => (item === null ? undefined : withoutNulls(item)));
  if (typeof value !== "object" || value === null) return value;
  const entries = Object.entries(value).filter(([, item]) => item !== null);
  return Object.fromEntries(entries.map(([key, item]) => [key, withoutNulls(item)]));
}
