import { args, keyValues } from "../directives/lists";
import { image } from "../directives/references";
import { boolean, integer, text, texts } from "../directives/scalar";
import { RESOURCE_NAME, SERVICE_NAME } from "./rules";

/** `[Volume]` of podman 5.6. */
export const volume = {
  VolumeName: text(RESOURCE_NAME),
  ServiceName: text(SERVICE_NAME),
  Driver: text(),
  Image: image(),
  Device: text({ pattern: /^[^\s"'\\$,]+$/, allowed: "a device or a path without blanks, quotes, `$` and `,`" }),
  Type: text({ pattern: /^[a-z0-9._-]+$/, allowed: "a type of file system, or `bind`" }),
  Options: text({ pattern: /^[^\s"'\\$;]+$/, allowed: "mount options without blanks and quotes" }),
  Copy: boolean(),
  User: integer(),
  Group: integer(),
  Label: keyValues(),
  ContainersConfModule: texts(),
  GlobalArgs: args(),
  PodmanArgs: args(),
} as const;
