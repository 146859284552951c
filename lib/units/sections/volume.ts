import { keyValues } from "../directives/lists";
import { image } from "../directives/references";
import { boolean, integer, text } from "../directives/scalar";
import { podman } from "./podman";
import { RESOURCE_NAME, SERVICE_NAME } from "./rules";

/** `[Volume]` of podman 5.6. */
export const volume = {
  VolumeName: text(RESOURCE_NAME),
  ServiceName: text(SERVICE_NAME),
  Driver: text(),
  Image: image(),
  Device: text({
    pattern: /^[^\s"'\\$,;][^\s"'\\$,]*$/,
    allowed: "a device or a path without blanks, quotes, `$` and `,`",
  }),
  Type: text({ pattern: /^[a-z0-9._-]+$/, allowed: "a type of file system, or `bind`" }),
  Options: text({ pattern: /^[^\s"'\\$;]+$/, allowed: "mount options without blanks and quotes" }),
  Copy: boolean(),
  User: integer(0, 0xfffffffe),
  Group: integer(0, 0xfffffffe),
  Label: keyValues(),
  ...podman,
} as const;
