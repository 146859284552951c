import type { SftpFaultRequest } from "../faults";

/** Types of packets and codes of version 3, as far as they are known here. */
export const request = {
  init: 1,
  open: 3,
  close: 4,
  read: 5,
  write: 6,
  lstat: 7,
  fstat: 8,
  setstat: 9,
  fsetstat: 10,
  opendir: 11,
  readdir: 12,
  remove: 13,
  mkdir: 14,
  rmdir: 15,
  realpath: 16,
  stat: 17,
  rename: 18,
  readlink: 19,
  extended: 200,
} as const;
/** What a fault is asked about. */
export const operations: Readonly<Record<number, SftpFaultRequest["operation"]>> = {
  [request.open]: "open",
  [request.write]: "write",
  [request.close]: "close",
  [request.rename]: "rename",
  [request.remove]: "remove",
  [request.mkdir]: "mkdir",
  [request.rmdir]: "rmdir",
};
export const response = {
  version: 2,
  status: 101,
  handle: 102,
  data: 103,
  name: 104,
  attributes: 105,
  extended: 201,
} as const;
export const status = {
  ok: 0,
  eof: 1,
  noSuchFile: 2,
  permissionDenied: 3,
  failure: 4,
  badMessage: 5,
  unsupported: 8,
} as const;

export const flag = { read: 1, write: 2, append: 4, create: 8, truncate: 16, exclusive: 32 } as const;
