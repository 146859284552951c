import { shorten } from "../../values/check";
import { formatPath, type Path, type Problem } from "../../values/config-error";
import { entriesAt, error, isOpenEnded, itemsAt, textOf, warning } from "./entries";
import { IMAGE_PARTITIONS } from "./fedora-coreos";

/** A device that something is written on. */
interface Use {
  readonly path: Path;
  readonly device: string;
  readonly by: string;
}

/** What the devices of arrays, volumes and file systems must be to each other, and to the disks. */
export function devices(config: unknown): readonly Problem[] {
  const uses = [...members(config), ...deviceOf(config, "luks"), ...deviceOf(config, "filesystems")];
  return [...usedTwice(uses), ...overPartitions(config, uses), ...unmade(config, uses)];
}

function members(config: unknown): readonly Use[] {
  return entriesAt(config, "storage", "raid").flatMap(({ path }) =>
    itemsAt(config, ...path, "devices").flatMap(({ path: place, item }) => use(place, item, "the RAID array")),
  );
}

function deviceOf(config: unknown, list: "luks" | "filesystems"): readonly Use[] {
  return entriesAt(config, "storage", list).flatMap(({ path, item }) =>
    // Without a format nothing is written.
    list === "filesystems" && item["format"] === undefined
      ? []
      : use([...path, "device"], item["device"], list === "luks" ? "the encrypted volume" : "the file system"),
  );
}

function use(path: Path, device: unknown, by: string): readonly Use[] {
  const text = textOf(device);
  return text === undefined ? [] : [{ path, device: text, by }];
}

function usedTwice(uses: readonly Use[]): readonly Problem[] {
  const first = new Map<string, Use>();
  return uses.flatMap((second) => {
    const earlier = first.get(second.device);
    if (earlier === undefined) first.set(second.device, second);
    // Two file systems on one device are found where duplicates are.
    if (earlier === undefined || (earlier.by === second.by && second.by === "the file system")) return [];
    const code = earlier.by === second.by ? "duplicate-device" : "device-in-use";
    return [
      error(code, second.path, `${earlier.by} at ${formatPath(earlier.path)} is on the device already`, {
        got: shorten(second.device),
        fix: code === "device-in-use" ? `name ${DEVICE_OF[earlier.by] ?? "another device"}` : "take another device",
      }),
    ];
  });
}

const DEVICE_OF: Readonly<Record<string, string>> = {
  "the RAID array": "the array, /dev/md/NAME",
  "the encrypted volume": "the opened volume, /dev/disk/by-id/dm-name-NAME",
};

/** The validator sees it of file systems; of arrays and volumes it is as true. */
function overPartitions(config: unknown, uses: readonly Use[]): readonly Problem[] {
  const partitioned = entriesAt(config, "storage", "disks").filter(
    ({ path }) => itemsAt(config, ...path, "partitions").length > 0,
  );
  const disks = new Set(partitioned.map(({ item }) => textOf(item["device"])));
  return uses
    .filter(({ by, device }) => by !== "the file system" && disks.has(device))
    .map(({ path, by }) =>
      warning("partitions-overwritten", path, `${by} overwrites the partitions given for this disk`, {
        fix: "name a partition, such as /dev/disk/by-partlabel/data",
      }),
    );
}

/** Devices that nothing in the config makes, though their names say that it should. */
function unmade(config: unknown, uses: readonly Use[]): readonly Problem[] {
  if (isOpenEnded(config)) return [];
  const made = [partitionLabels(config), namesOf(config, "raid"), namesOf(config, "luks")] as const;
  return uses.flatMap(({ path, device }) => {
    const [, folder = "", name = ""] = /^\/dev\/(disk\/by-partlabel\/|md\/|mapper\/|disk\/by-id\/dm-name-)(.+)$/.exec(
      device,
    ) ?? [undefined];
    const [names, noun] =
      folder === ""
        ? []
        : folder === "disk/by-partlabel/"
          ? [made[0], "partition"]
          : folder === "md/"
            ? [made[1], "RAID array"]
            : [made[2], "encrypted volume"];
    if (names === undefined || noun === undefined || names.has(name)) return [];
    return [
      warning("unknown-device", path, `the config makes no ${noun} of this name`, {
        got: shorten(device),
        fix: `describe the ${noun}, or correct the name`,
      }),
    ];
  });
}

type Names = ReadonlySet<string> | undefined;

/** Undefined if there may be others: no disk is described, or a label comes late. */
function partitionLabels(config: unknown): Names {
  const disks = entriesAt(config, "storage", "disks");
  const labels = disks
    .flatMap(({ path }) => entriesAt(config, ...path, "partitions"))
    .filter(({ item }) => item["label"] !== undefined)
    .map(({ item }) => textOf(item["label"]));
  if (disks.length === 0 || labels.includes(undefined)) return undefined;
  return new Set([...IMAGE_PARTITIONS, ...labels.flatMap((label = "") => [label, inFolder(label)])]);
}

function namesOf(config: unknown, list: "raid" | "luks"): Names {
  const names = entriesAt(config, "storage", list).map(({ item }) => textOf(item["name"]));
  if (names.includes(undefined)) return undefined;
  return new Set(names.map((name = "") => name.replace(/^\/dev\/md\//, "")));
}

/** How udev writes a label in the name of a link: what is unusual byte by byte, in hex. */
function inFolder(label: string): string {
  return label.replace(/[^\p{L}\p{N}#+\-.:=@_]/gu, (character) =>
    [...Buffer.from(character)].map((byte) => `\\x${byte.toString(16).padStart(2, "0")}`).join(""),
  );
}
