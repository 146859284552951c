export type { Machine } from "../ignition/validate";
export { checkDocument, checkFilledDocument } from "./check";
export type { Document, RenderedDocument } from "./document";
export { decodeDocument, encodeDocument } from "./encode";
export { isKnown, type Fill } from "./fill";
export { withUnitNamesOnly } from "./references";
export { renderDocument } from "./render";
