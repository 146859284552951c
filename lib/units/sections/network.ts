import { keyValues } from "../directives/lists";
import { boolean, text, texts } from "../directives/scalar";
import { podman } from "./podman";
import { ADDRESS, NETWORK, RESOURCE_NAME, SERVICE_NAME } from "./rules";

/** `[Network]` of podman 5.6. */
export const network = {
  NetworkName: text(RESOURCE_NAME),
  ServiceName: text(SERVICE_NAME),
  Driver: text(),
  InterfaceName: text({ pattern: /^[^\s/:"'\\$%]{1,15}$/, allowed: "up to 15 characters" }),
  Internal: boolean(),
  IPv6: boolean(),
  Subnet: texts(NETWORK),
  Gateway: texts(ADDRESS),
  IPRange: texts(NETWORK),
  IPAMDriver: text(),
  DNS: texts(ADDRESS),
  DisableDNS: boolean(),
  NetworkDeleteOnStop: boolean(),
  Options: keyValues(),
  Label: keyValues(),
  ...podman,
} as const;
