import fc from "fast-check";
import { stringify, type ToStringOptions } from "yaml";
import type { Tree } from "./example";

/** A Butane document, and its files directory. */
export interface ArbitraryDocument {
  readonly yaml: string;
  readonly files: Tree;
}

/** What a document may name, on purpose so little that things meet. */
const FILES: Tree = {
  "app/plain.txt": "plain\n",
  "app/long.txt": "all work and no play\n".repeat(50),
  "app/bytes.bin": Buffer.from([0, 255, 128, 10, 37]),
  "app/run": { executable: "#!/bin/sh\n" },
  "app/sub/link": { target: "../plain.txt" },
  "keys.pub": "ssh-ed25519 AAAA one\r\n\nssh-ed25519 BBBB two",
  "unit.service": "[Service]\nExecStart=/bin/true\n",
};

const one = <const T>(...values: readonly T[]): fc.Arbitrary<T> => fc.constantFrom(...values);

/** An object of which any of the keys may be missing. */
const some = <T extends object>(keys: { [K in keyof T]: fc.Arbitrary<T[K]> }, ...required: (keyof T)[]) =>
  fc.record(keys, { requiredKeys: required });

/** Texts with what other formats would stumble over. */
const words = fc.oneof(
  fc.string({ unit: "grapheme", maxLength: 12 }).filter((text) => !/\p{C}|\p{Z}/u.test(text)),
  one(
    "a\nb",
    "tab\t",
    'quo"te',
    "back\\slash",
    "50 %",
    "${x}",
    "# no comment",
    "'",
    ": ",
    "- ",
    "yes",
    "0644",
    "~",
    "",
  ),
);

const HELLO = "sha256-2cf24dba5fb0a30e26e83b2ac5b9e29e1b161e5c1fa7425e73043362938b9824";

const contents = fc.oneof(
  some({ inline: words }),
  some({ local: one("app/plain.txt", "app/long.txt", "app/bytes.bin") }, "local"),
  some({ source: one("https://files.example/x", "data:,x", "data:;base64,eA==") }, "source"),
  one({ inline: "hello", verification: { hash: HELLO } }),
);

const owner = one({ id: 1000 }, { name: "core" });
const mode = one(0o644, 0o600, 0o755, 0o640);
const ownership = { user: owner, group: owner };

const file = fc.oneof(
  some(
    {
      path: one("/etc/a", "/etc/b", "/etc/c/d", "/opt/app/plain.txt"),
      overwrite: fc.boolean(),
      ...ownership,
      mode,
      contents,
      append: fc.array(contents, { maxLength: 2 }),
    },
    "path",
    "contents",
  ),
  // Of a file in a tree only what differs.
  some({ path: one("/opt/app/run", "/opt/app/long.txt"), ...ownership, mode }, "path"),
);
const directory = some({ path: one("/etc/e", "/srv/e"), overwrite: fc.boolean(), ...ownership, mode }, "path");
const link = some(
  { path: one("/etc/l", "/etc/m"), ...ownership, target: one("../x", "/etc/y"), hard: fc.boolean() },
  "path",
  "target",
);

const tree = some({ local: one("app", "app/sub"), path: one("/", "/opt/app", "/srv") }, "local");
const ownedTree = some(
  {
    local: one("app", "app/sub"),
    path: one("/opt/app", "/srv/x"),
    file_mode: mode,
    dir_mode: mode,
    user: owner,
    group: owner,
  },
  "local",
  "path",
);

const mounts = one(
  { device: "/dev/vdb", path: "/var" },
  { device: "/dev/mapper/data", path: "/var/lib/my-app" },
  { device: "/dev/disk/by-id/dm-name-more", path: "/etc/x y" },
  { device: "/dev/vdc1", path: "/var/.hidden" },
  { device: "/dev/disk/by-label/ä-b", path: "/var/a-b/ü" },
);
const filesystem = fc
  .tuple(
    mounts,
    some(
      {
        format: one("ext4", "xfs", "swap", "btrfs"),
        label: one("data", "root"),
        mount_options: fc.subarray(["ro", "noatime", "subvol=a"]),
        options: fc.subarray(["-K", "-L"]),
        wipe_filesystem: fc.boolean(),
        with_mount_unit: fc.boolean(),
      },
      "format",
      "with_mount_unit",
    ),
  )
  .map(([mount, rest]) => ({ ...mount, ...rest }));

const tang = fc.uniqueArray(
  fc.record({
    url: one("https://tang.example", "http://tang2.example"),
    thumbprint: one("4ax1q5zUhYl7WPBN5M-D8Lv0ZTk"),
  }),
  { selector: ({ url }) => url, maxLength: 2 },
);
const luks = fc
  .tuple(
    one({ name: "data", device: "/dev/vdd" }, { name: "more", device: "/dev/vde" }),
    some({
      discard: fc.boolean(),
      clevis: fc.oneof(some({ tang, tpm2: one(true), threshold: one(1) }, "tpm2"), fc.record({ tang })),
      key_file: contents,
    }),
  )
  .map(([volume, rest]) => ({ ...volume, ...rest }));

const partition = some(
  {
    label: one("root", "var", "bios-1", "root-1", "EFI-SYSTEM"),
    size_mib: one(1024, 10240),
  },
  "label",
);
const disk = some(
  {
    device: one("/dev/sda", "/dev/sdb", "/dev/disk/by-id/coreos-boot-disk"),
    wipe_table: fc.boolean(),
    partitions: fc
      .tuple(fc.uniqueArray(partition, { selector: ({ label }) => label, maxLength: 3 }), fc.boolean())
      .map(([list, numbered]) => (numbered ? list.map((item, index) => ({ number: index + 1, ...item })) : list)),
  },
  "device",
);

const bootLuks = some({ tpm2: one(true), tang, threshold: one(1), discard: fc.boolean() }, "tpm2");

const bootDevice = fc.oneof(
  some(
    {
      layout: one("x86_64", "aarch64", "ppc64le"),
      luks: bootLuks,
      mirror: some({ devices: fc.subarray(["/dev/sda", "/dev/sdb", "/dev/sdc"], { minLength: 2 }) }),
    },
    "layout",
  ),
  fc.record({ luks: fc.oneof(bootLuks, fc.record({ tang, discard: fc.boolean() })) }),
  fc.record({
    layout: one("s390x-eckd", "s390x-virt"),
    luks: fc.record({ device: one("/dev/dasda"), cex: fc.record({ enabled: fc.boolean() }) }),
  }),
  fc.record({
    layout: one("s390x-zfcp", "s390x-zfcp", "s390x-eckd"),
    luks: fc.record({ device: one("/dev/sda"), tpm2: fc.boolean(), tang }),
  }),
);

const unit = some(
  {
    name: one("a.service", "var-lib-my\\x2dapp.mount", "var.mount"),
    enabled: fc.boolean(),
    mask: fc.boolean(),
    contents: one("[Service]\nExecStart=/bin/true\n", "[Install]\nWantedBy=a.target\n"),
    dropins: fc.array(
      fc.oneof(
        fc.record({ name: one("10-a.conf"), contents: one("[Unit]\nAfter=b.service\n") }),
        fc.record({ name: one("20-b.conf"), contents_local: one("unit.service") }),
      ),
      { maxLength: 1 },
    ),
  },
  "name",
);
const localUnit = fc.record({ name: one("b.service"), contents_local: one("unit.service") });

const user = some(
  {
    name: one("core", "app"),
    ssh_authorized_keys: fc.subarray(["ssh-ed25519 AAAA zero", "ssh-rsa CCCC"]),
    ssh_authorized_keys_local: fc.subarray(["keys.pub"]),
    uid: one(1000, 0),
    groups: fc.subarray(["wheel", "sudo"]),
    shell: one("/bin/bash"),
    should_exist: fc.boolean(),
  },
  "name",
);

const grub = some({
  users: fc.uniqueArray(
    fc.record({ name: one("root", "admin"), password_hash: one("grub.pbkdf2.sha512.10000.AA.BB") }),
    { selector: ({ name }) => name },
  ),
});

const few = <T>(item: fc.Arbitrary<T>, selector: (item: T) => unknown): fc.Arbitrary<T[]> =>
  fc.uniqueArray(item, { selector, maxLength: 3 });

const storage = {
  files: few(file, ({ path }) => path),
  directories: few(directory, ({ path }) => path),
  links: few(link, ({ path }) => path),
  filesystems: few(filesystem, ({ path }) => path),
  luks: few(luks, ({ name }) => name),
  disks: few(disk, ({ device }) => device),
};

const sections = {
  boot_device: bootDevice,
  grub,
  kernel_arguments: some({ should_exist: fc.subarray(["quiet", "console=tty0"]) }),
  passwd: some({ users: few(user, ({ name }) => name) }),
  systemd: some({
    units: fc.oneof(
      few(unit, ({ name }) => name),
      fc.array(localUnit, { maxLength: 1 }),
    ),
  }),
};

/** Ways to write the same YAML. */
const style: fc.Arbitrary<ToStringOptions> = some({
  defaultStringType: one("PLAIN", "QUOTE_DOUBLE", "QUOTE_SINGLE", "BLOCK_LITERAL", "BLOCK_FOLDED"),
  defaultKeyType: one("PLAIN", "QUOTE_DOUBLE", "QUOTE_SINGLE"),
  collectionStyle: one("any", "block", "flow"),
  indent: one(2, 3, 4),
  lineWidth: one(0, 80),
  nullStr: one("null", "~", ""),
});

const documents = fc.oneof(
  some(
    {
      ...sections,
      version: one("1.5.0", "1.6.0", "1.7.0"),
      storage: some({ ...storage, trees: few(tree, ({ path }) => path) }),
    },
    "version",
  ),
  some(
    { ...sections, version: one("1.7.0"), storage: some({ ...storage, trees: few(ownedTree, ({ path }) => path) }) },
    "version",
  ),
);

/** Documents built from all that Butane adds to Ignition; most, not all, are sound. */
export const arbitraryDocument: fc.Arbitrary<ArbitraryDocument> = fc
  .tuple(documents, style)
  .map(([document, options]) => ({ yaml: stringify({ variant: "fcos", ...document }, options), files: FILES }));
