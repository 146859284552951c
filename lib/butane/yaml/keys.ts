import type { ButaneVersion } from "../version";

/** What a value of the YAML is. */
export type Shape = Scalar | List | Section;

export interface Scalar {
  /** Bytes are text, or base64 after `!!binary`. */
  readonly kind: "text" | "bytes" | "number" | "flag";
}

export interface List {
  readonly kind: "list";
  readonly of: Shape;
}

export interface Section {
  readonly kind: "section";
  readonly keys: Readonly<Record<string, Key>>;
}

export interface Key {
  readonly shape: Shape;

  /** The version of Butane's specification that had it first. @default 1.5.0 or before */
  readonly since?: ButaneVersion | Later;
}

/** Versions that are known of, but not taken. */
export type Later = "1.8.0-experimental";

const text: Scalar = { kind: "text" };
const bytes: Scalar = { kind: "bytes" };
const number: Scalar = { kind: "number" };
const flag: Scalar = { kind: "flag" };

function list(of: Shape): List {
  return { kind: "list", of };
}

function section(keys: Readonly<Record<string, Shape | Key>>): Section {
  return {
    kind: "section",
    keys: Object.fromEntries(
      Object.entries(keys).map(([name, given]) => [name, "shape" in given ? given : { shape: given }]),
    ),
  };
}

function since(version: ButaneVersion | Later, shape: Shape): Key {
  return { shape, since: version };
}

const texts = list(text);

const contents = section({
  source: text,
  inline: bytes,
  local: text,
  compression: text,
  http_headers: list(section({ name: text, value: text })),
  verification: section({ hash: text }),
});

const owner = section({ id: number, name: text });
const node = { path: text, overwrite: flag, user: owner, group: owner };
const tang = list(section({ url: text, thumbprint: text, advertisement: text }));
const cex = section({ enabled: flag });
const unitText = { contents: text, contents_local: text };
const dropins = list(section({ name: text, ...unitText }));

const ignition = section({
  config: section({ merge: list(contents), replace: contents }),
  timeouts: section({ http_response_headers: number, http_total: number }),
  security: section({ tls: section({ certificate_authorities: list(contents) }) }),
  proxy: section({ http_proxy: text, https_proxy: text, no_proxy: texts }),
});

const partition = section({
  label: text,
  number,
  size_mib: number,
  start_mib: number,
  type_guid: text,
  guid: text,
  wipe_partition_entry: flag,
  should_exist: flag,
  resize: flag,
});

const filesystem = section({
  device: text,
  format: text,
  path: text,
  wipe_filesystem: flag,
  label: text,
  uuid: text,
  options: texts,
  mount_options: texts,
  with_mount_unit: flag,
});

const luks = section({
  name: text,
  device: text,
  key_file: contents,
  label: text,
  uuid: text,
  options: texts,
  discard: flag,
  open_options: texts,
  wipe_volume: flag,
  clevis: section({
    tang,
    tpm2: flag,
    threshold: number,
    custom: section({ pin: text, config: text, needs_network: flag }),
  }),
  cex: since("1.6.0", cex),
});

const tree = section({
  local: text,
  path: text,
  file_mode: since("1.7.0", number),
  dir_mode: since("1.7.0", number),
  user: since("1.7.0", owner),
  group: since("1.7.0", owner),
});

const storage = section({
  disks: list(section({ device: text, wipe_table: flag, partitions: list(partition) })),
  raid: list(section({ name: text, level: text, devices: texts, spares: number, options: texts })),
  filesystems: list(filesystem),
  files: list(section({ ...node, contents, append: list(contents), mode: number })),
  directories: list(section({ ...node, mode: number })),
  links: list(section({ ...node, target: text, hard: flag })),
  luks: list(luks),
  trees: list(tree),
});

const systemd = section({
  units: list(section({ name: text, enabled: flag, mask: flag, ...unitText, dropins })),
  quadlets: since("1.8.0-experimental", list(section({ name: text, rootful: flag, ...unitText, dropins }))),
});

const user = section({
  name: text,
  password_hash: text,
  ssh_authorized_keys: texts,
  ssh_authorized_keys_local: texts,
  uid: number,
  gecos: text,
  home_dir: text,
  no_create_home: flag,
  primary_group: text,
  groups: texts,
  no_user_group: flag,
  no_log_init: flag,
  shell: text,
  should_exist: flag,
  system: flag,
});

const group = section({ name: text, gid: number, password_hash: text, should_exist: flag, system: flag });

const bootDevice = section({
  layout: text,
  luks: section({
    device: since("1.6.0", text),
    tang,
    tpm2: flag,
    threshold: number,
    discard: flag,
    cex: since("1.6.0", cex),
  }),
  mirror: section({ devices: texts }),
});

/** Every key of Butane's variant fcos, 1.5.0 to 1.7.0. */
export const DOCUMENT = section({
  variant: text,
  version: text,
  ignition,
  storage,
  systemd,
  passwd: section({ users: list(user), groups: list(group) }),
  kernel_arguments: section({ should_exist: texts, should_not_exist: texts }),
  boot_device: bootDevice,
  grub: section({ users: list(section({ name: text, password_hash: text })) }),
});

/** `size_mib` → `sizeMiB`, `with_mount_unit` → `withMountUnit`. */
export function camelCase(key: string): string {
  return key.replace(/_mib$/, "MiB").replace(/_([a-z])/g, (_, letter: string) => letter.toUpperCase());
}

/** The reverse of {@link camelCase}. */
export function snakeCase(key: string): string {
  return key.replace(/MiB|[A-Z]/g, (upper) => `_${upper.toLowerCase()}`);
}
