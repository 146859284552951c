import { boolean, text, texts } from "../directives/scalar";

const PATH = { pattern: /^\/[^"'\\]*$/, allowed: "an absolute path" };

/** `[Path]`. */
export const path = {
  PathExists: texts(PATH),
  PathExistsGlob: texts(PATH),
  PathChanged: texts(PATH),
  PathModified: texts(PATH),
  DirectoryNotEmpty: texts(PATH),
  Unit: text(),
  MakeDirectory: boolean(),
  DirectoryMode: text({ pattern: /^[0-7]{3,4}$/, allowed: "an octal mode such as `0755`" }),
} as const;
