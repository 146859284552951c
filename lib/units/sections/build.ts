import { required } from "../directive";
import { args, environment, keyValues } from "../directives/lists";
import { volumeMounts } from "../directives/mounts";
import { networks } from "../directives/references";
import { boolean, integer, oneOf, text, texts } from "../directives/scalar";
import { podman } from "./podman";
import * as rules from "./rules";

/** `[Build]` of podman 5.6: an image that is built on the machine. It needs `File=` or `SetWorkingDirectory=`. */
export const build = {
  ImageTag: required(texts(rules.IMAGE_TAG)),
  ServiceName: text(rules.SERVICE_NAME),
  File: text(rules.PLACE),
  SetWorkingDirectory: text(rules.PLACE),
  Target: text(),
  Arch: text(),
  Variant: text(),
  Pull: oneOf(...rules.PULL),
  ForceRM: boolean(),
  Network: networks(),
  DNS: texts(rules.ADDRESS),
  DNSOption: texts(rules.DNS_OPTION),
  DNSSearch: texts(rules.DOMAIN),
  Volume: volumeMounts(),
  Secret: args(),
  GroupAdd: texts(rules.GROUP),
  Environment: environment(),
  Label: keyValues(),
  Annotation: keyValues(),
  AuthFile: text(),
  TLSVerify: boolean(),
  Retry: integer(),
  RetryDelay: text(rules.DURATION),
  ...podman,
} as const;
