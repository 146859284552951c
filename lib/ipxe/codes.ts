import type { Codes } from "../values/code";

/** Every code that this module reports. */
export const CODES = {
  "ipxe/late-value": {
    meaning: "the document holds a value that is not known yet, so it cannot be rendered here",
    fix: "let the provider render it, or give the value itself",
  },
  "ipxe/invalid-type": { meaning: "not a text", fix: "give a text, a late value or `{ setting }`" },
  "ipxe/invalid-value": { meaning: "the value does not fit the command", fix: "correct it" },
  "ipxe/unsafe-value": {
    meaning:
      "iPXE would not take the text as it stands: it would take it apart, expand it, or join it with the next line",
    fix: "remove what iPXE reads as its own",
    stricter: "iPXE takes it for something else than was written",
  },
  "ipxe/no-such-label": { meaning: "a jump to a label that is not there", fix: "add the label" },
  "ipxe/duplicate-label": {
    meaning: "a label stands twice, or is one that a retry makes for itself",
    fix: "rename one",
    stricter: "iPXE goes to the first one",
  },
  "ipxe/no-such-item": { meaning: "the default of a menu is none of its entries", fix: "name the label of an entry" },
  "ipxe/duplicate-item": {
    meaning: "two entries of a menu have the same label or the same key",
    fix: "give each its own",
    stricter: "in iPXE the key leads to the first one",
  },
  "ipxe/two-outcomes": {
    meaning: "a command says where the script goes on after success, and after a failure as well",
    fix: "take one out: after the other, the next line follows",
  },
  "ipxe/nothing-to-retry": {
    meaning: "none of the steps of a retry can fail",
    fix: "leave the retry out",
    stricter: "iPXE would run them once",
  },
  "ipxe/unreachable": {
    meaning: "the script never comes to a command",
    fix: "put a label before it that something jumps to, or take it out",
    stricter: "iPXE does not look ahead",
  },
  "ipxe/no-end": {
    meaning: "the script may run off its last line, though it does not say that it returns",
    fix: "end it with `boot`, `boot-disk`, `exit` or `goto`, or set `returns`",
    stricter: "what iPXE does then depends on what has started the script",
  },
  "ipxe/*": { meaning: "a script has the wrong shape", fix: "see [wrong shapes](#wrong-shapes)" },
} as const satisfies Codes;
