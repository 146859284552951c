import { required } from "../directive";
import { IMAGE } from "../directives/references";
import { boolean, integer, oneOf, secretText, text } from "../directives/scalar";
import { podman } from "./podman";
import * as rules from "./rules";

/** `[Image]` of podman 5.6: an image that is pulled. */
export const image = {
  Image: required(text(IMAGE)),
  ImageTag: text(rules.IMAGE_TAG),
  ServiceName: text(rules.SERVICE_NAME),
  AllTags: boolean(),
  Arch: text(),
  OS: text(),
  Variant: text(),
  AuthFile: text(),
  CertDir: text(),
  Creds: secretText(),
  DecryptionKey: secretText(),
  TLSVerify: boolean(),
  Policy: oneOf(...rules.PULL),
  Retry: integer(),
  RetryDelay: text(rules.DURATION),
  ...podman,
} as const;
