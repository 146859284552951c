import { keyValues, words } from "../directives/lists";
import { volumeMounts } from "../directives/mounts";
import { publishedPorts } from "../directives/ports";
import { networks } from "../directives/references";
import { numberOr, oneOf, text, texts } from "../directives/scalar";
import { podman } from "./podman";
import * as rules from "./rules";
import { remap, userNamespace } from "./user-mapping";

/** `[Pod]` of podman 5.6: containers that share a network and more. */
export const pod = {
  PodName: text(rules.RESOURCE_NAME),
  ServiceName: text(rules.SERVICE_NAME),
  ...userNamespace,
  UIDMap: words(rules.ID_MAP),
  GIDMap: words(rules.ID_MAP),
  SubUIDMap: text(rules.SUBORDINATE),
  SubGIDMap: text(rules.SUBORDINATE),
  ...remap,
  HostName: text(rules.HOST_NAME),
  AddHost: texts(rules.EXTRA_HOST),
  DNS: texts(rules.ADDRESS),
  DNSOption: texts(rules.DNS_OPTION),
  DNSSearch: texts(rules.DOMAIN),
  Network: networks(),
  NetworkAlias: texts(rules.HOST_NAME),
  IP: text(rules.ADDRESS),
  IP6: text(rules.ADDRESS),
  PublishPort: publishedPorts(),
  Volume: volumeMounts(),
  ShmSize: numberOr(rules.SIZE),
  ExitPolicy: oneOf("stop", "continue"),
  Label: keyValues(),
  ...podman,
} as const;
