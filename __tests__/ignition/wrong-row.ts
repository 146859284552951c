/** A config with one mistake, and what is said of it. */
export type Row = readonly [
  name: string,
  config: unknown,

  /** Whether Ignition refuses it when it reads it. */
  ignition: boolean,

  /** Without the module. */
  code: string,
  path: readonly (string | number)[],
];

export const HASH = `sha512-${"0".repeat(128)}`;
export const file = (values: object): object => ({ storage: { files: [{ path: "/a", ...values }] } });
export const source = (values: object): object =>
  file({ contents: { source: "https://a/b", verification: { hash: HASH }, ...values } });
export const disk = (...partitions: object[]): object => ({ storage: { disks: [{ device: "/dev/vdb", partitions }] } });
export const filesystem = (values: object): object => ({
  storage: { filesystems: [{ device: "/dev/vdb1", ...values }] },
});
export const unit = (values: object): object => ({ systemd: { units: [{ name: "a.service", ...values }] } });
export const user = (values: object): object => ({ passwd: { users: [{ name: "a", ...values }] } });

export const REMOTE = { source: "https://a/b", verification: { hash: HASH } };

export const FILE = ["storage", "files", 0] as const;
export const PARTITIONS = ["storage", "disks", 0, "partitions"] as const;
export const FILESYSTEM = ["storage", "filesystems", 0] as const;
export const UNIT = ["systemd", "units", 0] as const;
export const USER = ["passwd", "users", 0] as const;
