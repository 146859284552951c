import { z } from "zod";

/** Ignition refuses the config; the machine ends in its emergency shell. */
export class IgnitionError extends Error {}

const path = z.string().startsWith("/", "path not absolute");
const mode = z.number().int().min(0).max(0o7777, "illegal file mode").nullish();
const owner = z.strictObject({ id: z.number().int().nullish(), name: z.string().nullish() }).nullish();
const hash = z.string().regex(/^(sha512-[0-9a-f]{128}|sha256-[0-9a-f]{64})$/, "malformed verification hash");
const resource = z.strictObject({
  source: z.string().nullish(),
  compression: z.enum(["", "gzip"], "invalid compression algorithm").nullish(),
  verification: z.strictObject({ hash: hash.nullish() }).nullish(),
  httpHeaders: z.array(z.unknown()).optional(),
});
const unitName = z
  .string()
  .regex(
    /\.(service|socket|device|mount|automount|swap|target|path|timer|snapshot|slice|scope)$/,
    "invalid systemd unit extension",
  );

const partition = z.strictObject({
  number: z.number().int().min(0).optional(),
  label: z
    .string()
    .max(36, "partition labels may not exceed 36 characters")
    .regex(/^[^:]*$/)
    .nullish(),
  startMiB: z.number().int().nullish(),
  sizeMiB: z.number().int().nullish(),
  typeGuid: z.string().nullish(),
  guid: z.string().nullish(),
  wipePartitionEntry: z.boolean().nullish(),
  shouldExist: z.boolean().nullish(),
  resize: z.boolean().nullish(),
});

const schema = z.strictObject({
  ignition: z.strictObject({
    version: z.string(),
    config: z.strictObject({ merge: z.array(resource).optional(), replace: resource.optional() }).optional(),
    security: z.unknown().optional(),
    timeouts: z.unknown().optional(),
    proxy: z.unknown().optional(),
  }),
  kernelArguments: z.unknown().optional(),
  passwd: z
    .strictObject({
      users: z
        .array(z.looseObject({ name: z.string().min(1), sshAuthorizedKeys: z.array(z.string()).optional() }))
        .optional(),
      groups: z.array(z.looseObject({ name: z.string().min(1) })).optional(),
    })
    .optional(),
  storage: z
    .strictObject({
      disks: z
        .array(
          z.strictObject({
            device: path,
            wipeTable: z.boolean().nullish(),
            partitions: z.array(partition).optional(),
          }),
        )
        .optional(),
      filesystems: z
        .array(
          z.strictObject({
            device: path,
            path: path.nullish(),
            format: z.enum(["ext4", "btrfs", "xfs", "vfat", "swap", "none"], "invalid filesystem format").nullish(),
            label: z.string().nullish(),
            uuid: z.string().nullish(),
            wipeFilesystem: z.boolean().nullish(),
            options: z.array(z.string()).optional(),
            mountOptions: z.array(z.string()).optional(),
          }),
        )
        .optional(),
      files: z
        .array(
          z.strictObject({
            path,
            mode,
            user: owner,
            group: owner,
            overwrite: z.boolean().nullish(),
            contents: resource.optional(),
            append: z.array(resource).optional(),
          }),
        )
        .optional(),
      directories: z
        .array(z.strictObject({ path, mode, user: owner, group: owner, overwrite: z.boolean().nullish() }))
        .optional(),
      links: z
        .array(
          z.strictObject({
            path,
            target: z.string().nullish(),
            hard: z.boolean().nullish(),
            user: owner,
            group: owner,
            overwrite: z.boolean().nullish(),
          }),
        )
        .optional(),
      raid: z.unknown().optional(),
      luks: z.unknown().optional(),
    })
    .optional(),
  systemd: z
    .strictObject({
      units: z
        .array(
          z.strictObject({
            name: unitName,
            enabled: z.boolean().nullish(),
            mask: z.boolean().nullish(),
            contents: z.string().nullish(),
            dropins: z
              .array(
                z.strictObject({
                  name: z.string().regex(/\.conf$/, "invalid systemd drop-in extension"),
                  contents: z.string().nullish(),
                }),
              )
              .optional(),
          }),
        )
        .optional(),
    })
    .optional(),
});

export type IgnitionConfig = z.infer<typeof schema>;
export type IgnitionResource = z.infer<typeof resource>;
export type IgnitionPartition = z.infer<typeof partition>;

/** A config that Ignition accepts, and what it says about keys that it does not know. */
export interface ReadIgnition {
  readonly config: IgnitionConfig;
  readonly warnings: readonly string[];
}

/** Reads a config as Ignition 2.26 does. @throws IgnitionError with what its log would say */
export function readIgnition(bytes: Buffer): ReadIgnition {
  let json: unknown;
  try {
    json = JSON.parse(bytes.toString("utf8"));
  } catch {
    throw new IgnitionError("error at line 1: invalid JSON: couldn't parse config");
  }
  const version = versionOf(json);
  if (!/^3\.[0-6]\.0$/.test(version)) {
    throw new IgnitionError(`unsupported config version: ${version === "" ? "none given" : version}`);
  }
  const first = schema.safeParse(json);
  const issues = first.error?.issues ?? [];
  const warnings = issues
    .filter(isUnknownKey)
    .map((issue) => `warning at ${at(issue.path)}: unused key ${issue.keys.join(", ")}`);
  const fatal = issues.filter((issue) => !isUnknownKey(issue));
  if (fatal.length > 0) {
    throw new IgnitionError(fatal.map((issue) => `error at ${at(issue.path)}: ${issue.message}`).join("; "));
  }
  for (const issue of issues.filter(isUnknownKey)) forget(json, issue.path, issue.keys);
  const config = schema.parse(json);
  checkConflicts(config);
  return { config, warnings };
}

type Issue = z.core.$ZodIssue;

function isUnknownKey(issue: Issue): issue is z.core.$ZodIssueUnrecognizedKeys {
  return issue.code === "unrecognized_keys";
}

function at(path: readonly PropertyKey[]): string {
  return `$${path.map((part) => `.${String(part)}`).join("")}`;
}

function versionOf(json: unknown): string {
  const head = z.object({ ignition: z.object({ version: z.string() }) }).safeParse(json);
  return head.success ? head.data.ignition.version : "";
}

function forget(json: unknown, path: readonly PropertyKey[], keys: readonly string[]): void {
  let here: unknown = json;
  for (const part of path) here = isRecord(here) ? here[String(part)] : undefined;
  if (isRecord(here)) for (const key of keys) delete here[key];
}

function isRecord(value: unknown): value is Record<string, unknown> {
  return typeof value === "object" && value !== null;
}

/** What Ignition's own validation finds that no schema says. */
function checkConflicts(config: IgnitionConfig): void {
  const { files = [], directories = [], links = [], disks = [], filesystems = [] } = config.storage ?? {};
  refuseDuplicates(
    "path",
    [...files, ...directories, ...links].map((node) => node.path),
  );
  refuseDuplicates(
    "device",
    disks.map((disk) => disk.device),
  );
  refuseDuplicates(
    "device",
    filesystems.map((filesystem) => filesystem.device),
  );
  refuseDuplicates(
    "unit",
    (config.systemd?.units ?? []).map((unit) => unit.name),
  );
  refuseDuplicates(
    "user",
    (config.passwd?.users ?? []).map((user) => user.name),
  );
  for (const disk of disks) {
    const partitions = disk.partitions ?? [];
    refuseDuplicates(
      "partition number",
      partitions.flatMap(({ number = 0 }) => (number === 0 ? [] : [String(number)])),
    );
    refuseDuplicates(
      "partition label",
      partitions.flatMap(({ label }) => (label ? [label] : [])),
    );
    for (const { number = 0, label } of partitions) {
      if (number === 0 && !label)
        throw new IgnitionError("error: a partition number >= 1 or a label must be specified");
    }
  }
  for (const filesystem of filesystems) {
    if (!filesystem.format) throw new IgnitionError(`error: ${filesystem.device}: no filesystem format`);
  }
  for (const link of links) {
    if (!link.target) throw new IgnitionError(`error: ${link.path}: link target is required`);
  }
}

function refuseDuplicates(what: string, values: readonly string[]): void {
  const seen = new Set<string>();
  for (const value of values) {
    if (seen.has(value)) throw new IgnitionError(`error: duplicate entry defined: ${what} ${value}`);
    seen.add(value);
  }
}
