import { required } from "../directive";
import { args } from "../directives/lists";
import { boolean, integer, oneOf, text, texts } from "../directives/scalar";
import { DURATION, PULL, SERVICE_NAME } from "./rules";

const IMAGE_NAME = { pattern: /^[A-Za-z0-9][A-Za-z0-9._/:@-]*$/, allowed: "a full image name" };

/** `[Image]` of podman 5.6: an image that is pulled. */
export const image = {
  Image: required(text(IMAGE_NAME)),
  ImageTag: text(IMAGE_NAME),
  ServiceName: text(SERVICE_NAME),
  AllTags: boolean(),
  Arch: text(),
  OS: text(),
  Variant: text(),
  AuthFile: text(),
  CertDir: text(),
  Creds: text(),
  DecryptionKey: text(),
  TLSVerify: boolean(),
  Policy: oneOf(...PULL),
  Retry: integer(),
  RetryDelay: text(DURATION),
  ContainersConfModule: texts(),
  GlobalArgs: args(),
  PodmanArgs: args(),
} as const;
