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
  "documents/too-large": {
    meaning: "the document's structure is larger than any that is published",
    fix: "let the machine fetch what is large by URL",
  },
  "documents/too-deep": {
    meaning: "the document's structure is nested deeper than any document is",
    fix: "give the structure that the docs describe",
  },
  "documents/misnamed-unit": {
    meaning: "systemd calls a unit by its file, which has another name",
    fix: "give both the same name",
    warning: true,
  },
  "quadlet/dangling-reference": {
    meaning: "a unit names a quadlet that the config does not hold",
    fix: "add that quadlet too",
  },
  "unit/dangling-reference": {
    meaning: "a unit names a unit of yours that the config does not hold",
    fix: "add that unit too, or name it as a text if it is the system's",
    stricter: "systemd finds it at boot, if another program has not brought the unit by then",
  },
  "quadlet/duplicate-service": {
    meaning: "two units of a config become services of one name, of which systemd knows only one",
    fix: "rename one of them, or set its `ServiceName`",
    stricter: "the one that is read last wins without a word",
  },
  "quadlet/unread-path": {
    meaning: "a quadlet stands in a folder in which podman's generator does not look",
    fix: "write it to `/etc/containers/systemd`",
    stricter: "the generator does not see it",
  },
  "documents/*": { meaning: "a document has the wrong shape", fix: "see [wrong shapes](#wrong-shapes)" },
} as const satisfies Codes;
