/** What stands for every rule below, after a module's name and a slash. */
export const WRONG_SHAPE = "*";

/** The rules by which a value has the wrong shape, whatever the module: second halves of codes. */
export const SHAPE_RULES = [
  {
    rules: ["invalid-type"],
    meaning: "a text where a number is needed, and so on",
    fix: "give the type that the message names",
  },
  {
    rules: ["invalid-format", "invalid-value"],
    meaning: "the text is not of the form it must have",
    fix: "write it as the message shows",
  },
  {
    rules: ["too-small", "too-big"],
    meaning: "too few or too many, too short or too long",
    fix: "stay within the limits that it names",
  },
  { rules: ["unrecognized-keys"], meaning: "there is no such key", fix: "remove it, or correct its name" },
  {
    rules: ["invalid-union"],
    meaning: "the value is none of the forms that exist",
    fix: "correct its `kind`, `command` or the like",
  },
] as const;
