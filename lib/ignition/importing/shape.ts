import { FILESYSTEM_FORMATS } from "../sections/disks";
import { RAID_LEVELS } from "../sections/raid";

/** What the spec has in one place. */
export type Shape =
  | { readonly kind: "text" | "number" | "flag" | "mode" }
  /** A text that says nothing if it is empty: Ignition takes it for one that is not there. */
  | { readonly kind: "blank" }
  | { readonly kind: "choice"; readonly of: readonly string[] }
  | { readonly kind: "list"; readonly item: Shape }
  | { readonly kind: "object"; readonly keys: Keys }
  | { readonly kind: "resource"; readonly keys: Keys; readonly of: ResourceKind };

/** What a resource is for: each kind has its own rules on what may be missing. */
export type ResourceKind = "file" | "key-file" | "fetched" | "replace";

export type Keys = Readonly<Record<string, Shape>>;

const text: Shape = { kind: "text" };
const blank: Shape = { kind: "blank" };
const number: Shape = { kind: "number" };
const flag: Shape = { kind: "flag" };
const mode: Shape = { kind: "mode" };
const many = (item: Shape): Shape => ({ kind: "list", item });
const object = (keys: Keys): Shape => ({ kind: "object", keys });
const choice = (...of: readonly string[]): Shape => ({ kind: "choice", of });

const resource = (of: ResourceKind): Shape => ({
  kind: "resource",
  of,
  keys: {
    source: text,
    verification: object({ hash: text }),
    compression: choice("", "gzip"),
    httpHeaders: many(object({ name: text, value: text })),
  },
});

const ignition: Keys = {
  version: text,
  config: object({ merge: many(resource("fetched")), replace: resource("replace") }),
  timeouts: object({ httpResponseHeaders: number, httpTotal: number }),
  security: object({ tls: object({ certificateAuthorities: many(resource("fetched")) }) }),
  proxy: object({ httpProxy: text, httpsProxy: text, noProxy: many(text) }),
};

const user: Keys = {
  name: text,
  passwordHash: text,
  sshAuthorizedKeys: many(text),
  uid: number,
  gecos: blank,
  homeDir: blank,
  noCreateHome: flag,
  primaryGroup: blank,
  groups: many(text),
  noUserGroup: flag,
  noLogInit: flag,
  shell: blank,
  shouldExist: flag,
  system: flag,
};

const group: Keys = { name: text, gid: number, passwordHash: blank, shouldExist: flag, system: flag };

const partition: Keys = {
  label: text,
  number,
  sizeMiB: number,
  startMiB: number,
  typeGuid: blank,
  guid: blank,
  wipePartitionEntry: flag,
  shouldExist: flag,
  resize: flag,
};

const luks: Keys = {
  name: text,
  device: text,
  keyFile: resource("key-file"),
  label: blank,
  uuid: blank,
  options: many(text),
  discard: flag,
  openOptions: many(text),
  wipeVolume: flag,
  clevis: object({
    tang: many(object({ url: text, thumbprint: text, advertisement: text })),
    tpm2: flag,
    threshold: number,
    custom: object({ pin: blank, config: blank, needsNetwork: flag }),
  }),
  cex: object({ enabled: flag }),
};

const filesystem: Keys = {
  device: text,
  format: choice(...FILESYSTEM_FORMATS),
  path: blank,
  label: text,
  uuid: text,
  wipeFilesystem: flag,
  options: many(text),
  mountOptions: many(text),
};

const owner = object({ id: number, name: blank });
const node: Keys = { path: text, overwrite: flag, user: owner, group: owner };

const storage: Keys = {
  disks: many(object({ device: text, wipeTable: flag, partitions: many(object(partition)) })),
  raid: many(
    object({
      name: text,
      level: choice(...RAID_LEVELS),
      devices: many(text),
      spares: number,
      options: many(text),
    }),
  ),
  luks: many(object(luks)),
  filesystems: many(object(filesystem)),
  directories: many(object({ ...node, mode })),
  files: many(object({ ...node, mode, contents: resource("file"), append: many(resource("file")) })),
  links: many(object({ ...node, target: text, hard: flag })),
};

const unit: Keys = {
  name: text,
  enabled: flag,
  mask: flag,
  contents: blank,
  dropins: many(object({ name: text, contents: text })),
};

/** All keys of the spec, up to 3.6.0. */
export const SPEC: Shape = object({
  ignition: object(ignition),
  kernelArguments: object({ shouldExist: many(text), shouldNotExist: many(text) }),
  passwd: object({ users: many(object(user)), groups: many(object(group)) }),
  storage: object(storage),
  systemd: object({ units: many(object(unit)) }),
});
