import fc from "fast-check";

const pieces = [
  "\n",
  "\r",
  "\u0000",
  "\t",
  " ",
  '"',
  "'",
  "\\",
  "%",
  "%n",
  "$",
  "${HOME}",
  "$(id)",
  ",",
  ";",
  "#",
  "=",
  ":",
  "[Service]",
  "\nExecStart=/bin/sh",
  "--privileged",
  "a",
  "b-c",
  "/x",
  "é",
  "\u2028",
  "`",
  "&&",
  "||",
  "{",
  "}",
  "!",
  "@",
];

/** Texts made of all that some parser takes for its own. */
export const hostile: fc.Arbitrary<string> = fc.oneof(
  { weight: 3, arbitrary: fc.array(fc.constantFrom(...pieces), { maxLength: 6 }).map((parts) => parts.join("")) },
  { weight: 1, arbitrary: fc.string({ unit: "binary", maxLength: 12 }) },
);
