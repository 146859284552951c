import fc from "fast-check";
import { anyCharacter } from "../any-character";

/** Texts that OpenTofu or CDKTF could take for something else. */
export const HOSTILE = [
  "${x.y}",
  "$${x.y}",
  "$$${x.y}",
  "%{ if true }x%{ endif }",
  "%%{",
  "${",
  "$",
  "%",
  '"',
  "\\",
  "\\${a}",
  '\\"',
  "\\n",
  "a\nb\r\n\tc",
  "\b\f\u0000\u001b\u007f",
  "${TfToken[TOKEN.999999]}",
  "#{TfToken[TOKEN.999999]}",
  "&{TfToken[TOKEN.999999]}",
  "-1.888154589709e+289",
  "1e5 -3e+7",
  "<&>",
  "ünï — 🚢",
  "\u2028\u2029",
  "String Map Token Value",
  "",
];

/** Any text, such ones more often than others. */
export const anyText: fc.Arbitrary<string> = fc.oneof(
  fc.constantFrom(...HOSTILE),
  fc.string({ unit: anyCharacter }),
  fc
    .array(fc.constantFrom("$", "%", "{", "}", '"', "\\", "\n", "a", "TfToken["), { maxLength: 12 })
    .map((parts) => parts.join("")),
);
