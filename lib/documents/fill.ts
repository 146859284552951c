import { fillLate, hasLate, type LateSource } from "../values/late";
import type { Document } from "./document";

/** Answers the value that a late one stands for; undefined if it does not know. */
export type Fill = (source: LateSource) => unknown;

/** As long as a nonce, and stands for it wherever it cannot be known yet. */
export const NO_NONCE = "0".repeat(32);

/** Fills an Ignition config's own nonce, and hands everything else on. */
export function withOwnNonce(nonce: string, fill: Fill): Fill {
  return (source) => (isOwnNonce(source) ? nonce : fill(source));
}

/** Whether a late value is the nonce of the config in which it stands. */
export function isOwnNonce(source: LateSource): boolean {
  return source.from === "nonce" && source.of === undefined;
}

/** A document with everything filled that can be, so that it can be checked. Its own nonces are zeros. */
export function filled(document: Document, fill: Fill): Document {
  const all = document.kind === "ignition" ? withOwnNonce(NO_NONCE, fill) : fill;
  return fillLate(document, all) as Document;
}

/** Whether a document's bytes are known without the provider: no part of it is late but its own nonce. */
export function isKnown(document: Document): boolean {
  return !hasLate(filled(document, () => undefined));
}
