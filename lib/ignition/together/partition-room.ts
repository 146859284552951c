import { shorten } from "../../values/check";
import { formatPath, type Problem } from "../../values/config-error";
import { entriesAt, error, numberOf, textOf, warning, type Entry } from "./entries";

/** What is known of the machine that a config is for. */
export interface Machine {
  /** MiB of each disk, by the path that the config calls it by. */
  readonly diskMiB?: ReadonlyMap<string, number> | undefined;
}

/** The end of the largest disk that Linux can address, 8 EiB. */
const LARGEST_DISK_MIB = 2 ** 43;

/** MiB that both copies of the partition table take of a disk. */
const TABLE_MIB = 2;

/** Whether the partitions of each disk find room on it. */
export function partitionRoom(config: unknown, { diskMiB }: Machine): readonly Problem[] {
  return entriesAt(config, "storage", "disks").flatMap(({ path, item }) => {
    const partitions = entriesAt(config, ...path, "partitions").filter((entry) => entry.item["shouldExist"] !== false);
    const size = diskMiB?.get(textOf(item["device"]) ?? "");
    return [...beyondEnd(partitions, size), ...tooLittle(partitions, size), ...noneLeft(item, partitions)];
  });
}

function startOf({ item }: Entry): number {
  return numberOf(item["startMiB"]) ?? 0;
}

function sizeOf({ item }: Entry): number {
  return numberOf(item["sizeMiB"]) ?? 0;
}

function beyondEnd(partitions: readonly Entry[], size: number | undefined): readonly Problem[] {
  const end = size ?? LARGEST_DISK_MIB;
  return partitions
    .filter((partition) => startOf(partition) + Math.max(1, sizeOf(partition)) > end)
    .map((partition) =>
      error("beyond-disk", partition.path, "the partition ends beyond its disk", {
        got: `${startOf(partition)} MiB + ${sizeOf(partition)} MiB`,
        allowed: size === undefined ? `${end} MiB, the largest disk there is` : `${end} MiB`,
        fix: "make it smaller, or move it",
      }),
    );
}

/** Of a disk whose size is known. Partitions beyond its end have been named one by one. */
function tooLittle(partitions: readonly Entry[], size: number | undefined): readonly Problem[] {
  const sum = partitions.reduce((total, partition) => total + sizeOf(partition), 0);
  const last = partitions.at(-1);
  if (size === undefined || last === undefined || sum + TABLE_MIB <= size) return [];
  if (beyondEnd(partitions, size).length > 0) return [];
  return [
    error("disk-too-small", last.path, "the partitions are larger than their disk", {
      got: `${sum} MiB`,
      allowed: `${size - TABLE_MIB} MiB beside the partition table`,
      fix: "make them smaller, or the disk larger",
    }),
  ];
}

/** Ignition makes the partitions with a number first, and each in the order given. */
function noneLeft(disk: Entry["item"], partitions: readonly Entry[]): readonly Problem[] {
  const numbered = partitions.filter(({ item }) => (numberOf(item["number"]) ?? 0) !== 0);
  const order = [...numbered, ...partitions.filter((partition) => !numbered.includes(partition))];
  const wiped = disk["wipeTable"] === true;
  return order.flatMap((partition, index) => {
    const greedy = order.slice(0, index).find((earlier) => takesAll(earlier, partition, wiped));
    if (greedy === undefined) return [];
    const what = `no room is left: the partition at ${formatPath(greedy.path)} takes all there is`;
    const rest = { got: shorten(partition.item["label"]), fix: "give the earlier one a size, or put it last" };
    // Without a start and a size it gets the few KiB before the first MiB. A disk that has both already stays as it is.
    const fails = wiped && (startOf(partition) > 0 || sizeOf(partition) > 0);
    return [
      fails ? error("no-room-left", partition.path, what, rest) : warning("no-room-left", partition.path, what, rest),
    ];
  });
}

/** Without a size it takes the free block that it starts in, and without a start the largest one. */
function takesAll(earlier: Entry, later: Entry, wiped: boolean): boolean {
  const { startMiB, sizeMiB } = earlier.item;
  const isUnset = (value: unknown): boolean => value === 0 || (wiped && value === undefined);
  if (!isUnset(sizeMiB)) return false;
  const start = numberOf(startMiB);
  if (start !== undefined && start > 0) return startOf(later) > start;
  return isUnset(startMiB) && (startOf(later) > 0 || isUnset(later.item["startMiB"]));
}
