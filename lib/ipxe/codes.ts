import type { Codes } from "../values/code";

/** Every code that this module reports. */
export const CODES = {
  "ipxe/late-value": {
    meaning: "the document holds a value that is not known yet, so it cannot be rendered here",
    fix: "let the provider render it, or give the value itself",
  },
  "ipxe/invalid-type": { meaning: "not a word", fix: "give a text, a late value or `{ setting }`" },
  "ipxe/invalid-value": { meaning: "the value does not fit the command", fix: "correct it" },
  "ipxe/unsafe-value": {
    meaning: "iPXE would take it for more than one word, or expand it",
    fix: "remove what iPXE reads as its own",
  },
  "ipxe/no-such-label": { meaning: "a jump to a label that is not there", fix: "add the label" },
  "ipxe/duplicate-label": { meaning: "a label stands twice", fix: "rename one" },
  "ipxe/*": { meaning: "a script has the wrong shape", fix: "see [wrong shapes](#wrong-shapes)" },
} as const satisfies Codes;
