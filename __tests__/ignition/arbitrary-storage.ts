import fc from "fast-check";
import type {
  Contents,
  Directory,
  Disk,
  File,
  Filesystem,
  Link,
  Luks,
  Owner,
  Partition,
  Raid,
  Storage,
} from "../../lib/ignition/schema";
import { RAID_LEVELS } from "../../lib/ignition/sections/raid";
import { anyContents, inlineContents, words } from "./arbitrary-contents";

/** Section `storage` with all that it can hold. */
export function storages(): fc.Arbitrary<Storage> {
  return fc
    .tuple(
      fc.record(
        { disks: several(disk), raid: several(raid), luks: several(luks), filesystems: several(filesystem) },
        { requiredKeys: [] },
      ),
      fc.record({ directories: several(directory), files: several(file), links: several(link) }, { requiredKeys: [] }),
    )
    .map(([devices, nodes]) => ({ ...devices, ...nodes }));
}

/** Up to three items, each told apart by its index. */
function several<T>(one: (index: number) => fc.Arbitrary<T>): fc.Arbitrary<T[]> {
  return fc.nat(3).chain((count) => fc.tuple(...Array.from({ length: count }, (_, index) => one(index))));
}

const UUID = "c2c1a3ff-0f7f-4b0f-9a32-2f0b5b1d4a1c";
const options = fc.array(words, { maxLength: 2 });
const fileNames = fc.oneof(
  fc.stringMatching(/^[a-zA-Z0-9][a-zA-Z0-9._-]{0,9}$/),
  fc.constantFrom("a b", "grün", "100%", 'q"uote', "$(x)", "back\\slash", "...", "~"),
);
const owners: fc.Arbitrary<Owner> = fc.oneof(
  fc.constantFrom(0, 2000, 4294967294).map((id) => ({ id })),
  fc.constantFrom("root", "app").map((name) => ({ name })),
);
const modes = fc.constantFrom(0o644, 0o755, 0o600, 0o400, 0o777, 0, 0o4755, 0o1777);

/** No file or link lies above another path: each has a folder of its own. */
function path(kind: string, index: number): fc.Arbitrary<string> {
  return fc.tuple(fileNames, fc.boolean()).map(([name, deep]) => `/srv/${kind}${index}/${deep ? "sub/" : ""}${name}`);
}

function nodeOf(kind: string, index: number) {
  return { path: path(kind, index), user: owners, group: owners };
}

function directory(index: number): fc.Arbitrary<Directory> {
  return fc.record({ ...nodeOf("dir", index), overwrite: fc.boolean(), mode: modes }, { requiredKeys: ["path"] });
}

function file(index: number): fc.Arbitrary<File> {
  const append = fc.array(anyContents, { maxLength: 2 });
  return fc.oneof(
    fc.record(
      { ...nodeOf("file", index), overwrite: fc.boolean(), mode: modes, contents: anyContents, append },
      { requiredKeys: ["path", "contents"] },
    ),
    fc.record(
      { ...nodeOf("file", index), overwrite: fc.constant(false), mode: modes, append },
      { requiredKeys: ["path"] },
    ),
  );
}

function link(index: number): fc.Arbitrary<Link> {
  return fc.record(
    {
      ...nodeOf("link", index),
      overwrite: fc.boolean(),
      target: fc.oneof(
        fileNames.map((name) => `/usr/share/${name}`),
        fileNames.map((name) => `../${name}`),
      ),
      hard: fc.boolean(),
    },
    { requiredKeys: ["path", "target"] },
  );
}

function disk(index: number): fc.Arbitrary<Disk> {
  return fc.record(
    {
      device: fc.constant(`/dev/disk/by-id/virtio-disk${index}`),
      wipeTable: fc.boolean(),
      partitions: fc.oneof(
        several((number) => partition(index, number)).map(sized),
        // Beside a deleted partition each needs a number.
        fc.tuple(fc.boolean(), partition(index, 0)).map(([wipePartitionEntry, kept]): Partition[] => [
          { number: 9, shouldExist: false, wipePartitionEntry },
          { ...kept, number: 1 },
        ]),
      ),
    },
    { requiredKeys: ["device"] },
  );
}

/** One that has no size leaves no room for others. */
function sized(partitions: readonly Partition[]): Partition[] {
  return partitions.map((given) => (partitions.length > 1 ? { sizeMiB: 512, ...given } : given));
}

/** The partition with an index has a GiB of its own. */
function partition(diskIndex: number, index: number): fc.Arbitrary<Partition> {
  return fc.record(
    {
      label: fc.constantFrom(`d${diskIndex}p${index}`, `grün ${diskIndex}.${index}`),
      number: fc.constantFrom(0, index + 1),
      startMiB: fc.constant(1 + index * 1024),
      sizeMiB: fc.constantFrom(512, 1024),
      typeGuid: fc.constantFrom("0FC63DAF-8483-4772-8E79-3D69D8477DE4", "c12a7328-f81f-11d2-ba4b-00a0c93ec93b"),
      guid: fc.constant(`${UUID.slice(0, -2)}${diskIndex}${index}`),
      wipePartitionEntry: fc.boolean(),
      shouldExist: fc.constant(true),
      resize: fc.boolean(),
    },
    { requiredKeys: ["label"] },
  );
}

function raid(index: number): fc.Arbitrary<Raid> {
  return fc
    .record(
      { level: fc.constantFrom(...RAID_LEVELS), spares: fc.constantFrom(0, 1), options },
      { requiredKeys: ["level"] },
    )
    .map((given) => {
      const { spares, ...rest } = given;
      const redundant = !["linear", "raid0", "0", "stripe"].includes(given.level);
      const devices = Array.from({ length: 5 }, (_, device) => `/dev/disk/by-partlabel/r${index}-${device}`);
      return { name: `array${index}`, devices, ...rest, ...(spares === undefined || !redundant ? {} : { spares }) };
    });
}

function luks(index: number): fc.Arbitrary<Luks> {
  const common = {
    name: fc.constantFrom(`crypt${index}`, `crypt-${index}`),
    device: fc.constant(`/dev/disk/by-partlabel/luks${index}`),
    label: fc.constantFrom("secret", "grün"),
    uuid: fc.constant(UUID),
    options,
    discard: fc.boolean(),
    openOptions: fc.uniqueArray(words, { maxLength: 2 }),
    wipeVolume: fc.boolean(),
  };
  return fc.oneof(
    fc.record(
      { ...common, keyFile: keyFiles, clevis: fc.oneof(pins, custom, fc.constant({})) },
      { requiredKeys: ["name", "device"] },
    ),
    fc.record(
      { ...common, cex: fc.constantFrom({}, { enabled: true }, { enabled: false }) },
      { requiredKeys: ["name", "device"] },
    ),
  );
}

/** Any bytes, if there are some: an empty key is none. */
const keyFiles = inlineContents.map((contents) => (sizeOf(contents) === 0 ? "key" : contents));

function sizeOf(contents: Contents): number {
  return typeof contents === "object" && "base64" in contents
    ? String(contents.base64).length
    : [contents].flat().join("").length;
}

const tangs = fc.uniqueArray(
  fc.record(
    {
      url: fc.constantFrom("https://tang1.example", "http://tang2.example:7500/x"),
      thumbprint: fc.constant("G7pNvD_5wVrmYQ0Ho1w9ZqWq3rM"),
      advertisement: fc.constant('{"payload":"a","protected":"b","signature":"c"}'),
    },
    { requiredKeys: ["url", "thumbprint"] },
  ),
  { selector: ({ url }) => url, minLength: 1, maxLength: 2 },
);
const pins = fc.record({ tang: tangs, tpm2: fc.boolean(), threshold: fc.constant(1) }, { requiredKeys: ["tang"] });
const custom = fc
  .record(
    {
      pin: fc.constantFrom("tpm2", "tang", "sss", "own"),
      config: fc.constant('{"hash":"sha256","key":"ecc"}'),
      needsNetwork: fc.boolean(),
    },
    { requiredKeys: ["pin", "config"] },
  )
  .map((given) => ({ custom: given }));

function filesystem(index: number): fc.Arbitrary<Filesystem> {
  const common = { device: fc.constant(`/dev/disk/by-partlabel/fs${index}`), wipeFilesystem: fc.boolean(), options };
  return fc.oneof(
    fc.record(
      {
        ...common,
        format: fc.constantFrom("ext4" as const, "btrfs" as const, "xfs" as const),
        path: fc.constant(`/var/fs${index}`),
        label: fc.constantFrom("data", "grün"),
        uuid: fc.constant(UUID),
        mountOptions: options,
      },
      { requiredKeys: ["device", "format"] },
    ),
    fc.record(
      { ...common, format: fc.constant("vfat" as const), label: fc.constant("ESP"), uuid: fc.constant("A1B2-C3D4") },
      { requiredKeys: ["device", "format"] },
    ),
    fc.record(
      { ...common, format: fc.constantFrom("swap" as const, "none" as const) },
      { requiredKeys: ["device", "format"] },
    ),
    fc.record({ device: common.device }),
  );
}
