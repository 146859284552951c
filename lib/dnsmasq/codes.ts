import type { Codes } from "../values/code";

/** Every code that this module reports. */
export const CODES = {
  "dnsmasq/late-value": {
    meaning: "the document holds a value that is not known yet, so it cannot be rendered here",
    fix: "let the provider render it, or give the value itself",
  },
  "dnsmasq/invalid-value": {
    meaning: "the value holds what dnsmasq reads as its own, or does not fit here",
    fix: "write it as it is allowed",
  },
  "dnsmasq/*": {
    meaning: "a base config or a guest's extension has the wrong shape",
    fix: "see [wrong shapes](#wrong-shapes)",
  },
} as const satisfies Codes;
