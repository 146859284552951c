import { required } from "../directive";
import { boolean, text, timeSpan } from "../directives/scalar";

/** `[Mount]`. The unit's name is that of `Where=`, escaped. */
export const mount = {
  What: required(text()),
  Where: required(text({ pattern: /^\/[^\s"'\\]*$/, allowed: "an absolute path without blanks" })),
  Type: text({ pattern: /^[a-z0-9._-]+$/, allowed: "a type of file system" }),
  Options: text({ pattern: /^[^\s"'\\]+$/, allowed: "mount options without blanks" }),
  DirectoryMode: text({ pattern: /^[0-7]{3,4}$/, allowed: "an octal mode such as `0755`" }),
  ReadWriteOnly: boolean(),
  TimeoutSec: timeSpan(),
} as const;
