import type { Codes } from "../values/code";

/** Every code that this module reports. */
export const CODES = {
  "documents/late-value": {
    meaning: "the document holds a value that is not known yet, so it cannot be rendered here",
    fix: "let the provider render it, or give the value itself",
  },
  "documents/unknown-kind": {
    meaning: "there is no such kind of document",
    fix: "name one of the kinds that it lists",
  },
  "documents/unknown-key": { meaning: "a document of this kind has no such key", fix: "remove it" },
  "documents/invalid-json": { meaning: "the text is not JSON", fix: "use `jsonencode`" },
  "documents/misnamed-unit": {
    meaning: "systemd calls a unit by its file, which has another name",
    fix: "give both the same name",
    warning: true,
  },
  "documents/*": { meaning: "a document has the wrong shape", fix: "see [wrong shapes](#wrong-shapes)" },
} as const satisfies Codes;
