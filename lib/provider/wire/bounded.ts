import { parseBoundedJson } from "../../values/bounded-json";

/** More than any state that OpenTofu sends; what is deeper would end the walk over it, and with it the provider. */
const BOUNDS = { length: 256 * 1024 * 1024, depth: 256 };

/** Reads JSON of OpenTofu's: states and types, which come from files that anybody may have edited. */
export function parseJson(text: string): unknown {
  return parseBoundedJson(text, BOUNDS);
}
