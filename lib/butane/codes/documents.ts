import type { Codes } from "../../values/code";

/** Codes of the YAML, and of its keys and values. */
export const DOCUMENT_CODES = {
  "butane/no-document": {
    meaning: "the text is empty, or no section of keys",
    fix: "begin it with `variant: fcos` and `version: 1.7.0`",
  },
  "butane/variant": {
    meaning: "the document is not for Fedora CoreOS",
    fix: "write `variant: fcos`; what is for another system is for Butane to translate",
  },
  "butane/version": {
    meaning: "the version of Butane's specification is none that is taken",
    fix: "write 1.5.0, 1.6.0 or 1.7.0",
  },
  "butane/unknown-key": {
    meaning: "there is no such key",
    fix: "write the name that the message says, or remove it",
    stricter: "Butane warns only, and goes on without what the key says",
  },
  "butane/newer-than-version": {
    meaning: "the key is newer than the document's version",
    fix: "raise the version",
    stricter: "Butane warns only, and goes on without what the key says",
  },
  "butane/duplicate-key": { meaning: "a key is there twice", fix: "remove one" },
  "butane/wrong-type": {
    meaning: "a text where a number is needed, nothing in a list, and so on",
    fix: "give what the message names",
    stricter: "Butane cuts numbers with a fraction, reads `0899` as decimal, and leaves empty items out",
  },
  "butane/yaml-syntax": { meaning: "the text is not YAML", fix: "correct the line, or the one before it" },
  "butane/yaml-character": {
    meaning: "a control character, half of a surrogate pair, or a line end that not all parsers take for one",
    fix: "write it between double quotes, as an escape",
    stricter: "Butane takes U+0085, U+2028 and U+2029 for ends of lines, which one does not see",
  },
  "butane/yaml-escaped-line": {
    meaning: "an empty line after an escaped end of a line, between double quotes",
    fix: "write `\\n` for the line feed that is meant",
    stricter: "parsers of YAML read it in two ways",
  },
  "butane/yaml-documents": {
    meaning: "the text holds more than one document",
    fix: "remove the others",
    stricter: "Butane reads the first, and says nothing of the others",
  },
  "butane/yaml-key": { meaning: "a key is no name, or `<<` merges no section", fix: "correct the key" },
  "butane/yaml-tag": {
    meaning: "a tag such as `!secret`, which has no meaning here",
    fix: "remove the tag",
    stricter: "Butane takes the value as if the tag were not there",
  },
  "butane/yaml-alias": { meaning: "an alias without an anchor before it", fix: "correct its name" },
  "butane/yaml-too-many-aliases": {
    meaning: "the document is too large once its aliases are written out",
    fix: "use fewer aliases",
  },
  "butane/yaml-too-large": {
    meaning: "the text is longer than 4 Mi characters",
    fix: "put large contents into local files",
    stricter: "reading takes time and memory in proportion to the text, and no config of that size can be delivered",
  },
  "butane/yaml-too-deep": {
    meaning: "more than 40 lists and sections within each other",
    fix: "remove some",
    stricter: "no document of Butane has more than ten; a text of nothing but brackets must not exhaust the stack",
  },
} as const satisfies Codes;
