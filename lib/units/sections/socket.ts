import { boolean, integer, text, texts } from "../directives/scalar";

/** `[Socket]`. */
export const socket = {
  ListenStream: texts(),
  ListenDatagram: texts(),
  ListenFIFO: texts(),
  Accept: boolean(),
  Backlog: integer(),
  BindIPv6Only: text({ pattern: /^(?:default|both|ipv6-only)$/, allowed: "`default`, `both` or `ipv6-only`" }),
  MaxConnections: integer(),
  SocketUser: text(),
  SocketGroup: text(),
  SocketMode: text({ pattern: /^[0-7]{3,4}$/, allowed: "an octal mode such as `0660`" }),
  RemoveOnStop: boolean(),
  Service: text(),
} as const;
