import { required } from "../directive";
import { args, keyValues, VARIABLE } from "../directives/lists";
import { volumeMounts } from "../directives/mounts";
import { networks } from "../directives/references";
import { boolean, integer, oneOf, text, texts } from "../directives/scalar";
import { ADDRESS, DURATION, PULL, SERVICE_NAME } from "./rules";

const IMAGE_NAME = { pattern: /^[A-Za-z0-9][A-Za-z0-9._/:@-]*$/, allowed: "a full image name" };

/** `[Build]` of podman 5.6: an image that is built on the machine. It needs `File=` or `SetWorkingDirectory=`. */
export const build = {
  ImageTag: required(texts(IMAGE_NAME)),
  ServiceName: text(SERVICE_NAME),
  File: text(),
  SetWorkingDirectory: text(),
  Target: text(),
  Arch: text(),
  Variant: text(),
  Pull: oneOf(...PULL),
  ForceRM: boolean(),
  Network: networks(),
  DNS: texts(ADDRESS),
  DNSOption: texts(),
  DNSSearch: texts(),
  Volume: volumeMounts(),
  Secret: args(),
  GroupAdd: texts(),
  Environment: keyValues(VARIABLE),
  Label: keyValues(),
  Annotation: keyValues(),
  AuthFile: text(),
  TLSVerify: boolean(),
  Retry: integer(),
  RetryDelay: text(DURATION),
  ContainersConfModule: texts(),
  GlobalArgs: args(),
  PodmanArgs: args(),
} as const;
