import { required } from "../directive";
import { boolean, text, timeSpan } from "../directives/scalar";
import { exec } from "./exec";
import { MODE } from "./paths";

/** `[Mount]`: systemd.mount(5). The unit's name is that of `Where=`, escaped. */
export const mount = {
  What: required(
    text({
      pattern: /^(?!.*(?:^|\/)\.\.(?:\/|$))[^\s"'\\](?:[^"'\\]*[^\s"'\\])?$/,
      allowed: "what is mounted: a device, a path or a source",
    }),
  ),
  Where: required(
    text({
      pattern: /^\/(?!(?:.*\/)?\.\.(?:\/|$))[^\s"'\\]*$/,
      allowed: "an absolute path without blanks and `..`",
    }),
  ),
  Type: text({ pattern: /^[a-z0-9._-]+$/, allowed: "a type of file system" }),
  Options: text({ pattern: /^[^\s"'\\]+$/, allowed: "mount options without blanks" }),
  DirectoryMode: text(MODE),
  ReadWriteOnly: boolean(),
  SloppyOptions: boolean(),
  LazyUnmount: boolean(),
  ForceUnmount: boolean(),
  TimeoutSec: timeSpan(),
  ...exec,
} as const;
