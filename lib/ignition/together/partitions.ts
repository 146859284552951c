import { formatPath, type Problem } from "../../values/config-error";
import { entriesAt, error, numberOf, type Entry } from "./entries";

/** What the partitions of one disk must be to each other. */
export function partitions(config: unknown): readonly Problem[] {
  return entriesAt(config, "storage", "disks").flatMap(({ path }) => {
    const all = entriesAt(config, ...path, "partitions");
    return [...all.flatMap(unnamed), ...all.flatMap(deletedYetDescribed), ...overlaps(all), ...mixed(all)];
  });
}

function numberless({ item }: Entry): boolean {
  return item["number"] === undefined || item["number"] === 0;
}

function unnamed(partition: Entry): readonly Problem[] {
  if (!numberless(partition) || partition.item["label"] !== undefined) return [];
  return [
    error(
      "unnamed-partition",
      partition.path,
      "the partition has neither a number nor a label, so none can be told from it",
      {
        fix: "give it a label",
      },
    ),
  ];
}

function deletedYetDescribed({ path, item }: Entry): readonly Problem[] {
  if (item["shouldExist"] !== false) return [];
  const others = ["label", "typeGuid", "guid", "startMiB", "sizeMiB"].filter((key) => (item[key] ?? "") !== "");
  if (others.length === 0) return [];
  return [
    error("deleted-yet-described", path, `a partition that should not exist has ${others.join(", ")}`, {
      allowed: "its number only",
      fix: `remove ${others.join(", ")}`,
    }),
  ];
}

/** Which partition a free number becomes is not known while others are deleted. */
function mixed(all: readonly Entry[]): readonly Problem[] {
  const deleted = all.find(({ item }) => item["shouldExist"] === false);
  if (deleted === undefined) return [];
  return all.filter(numberless).map(({ path }) =>
    error("number-needed", path, `a partition is deleted at ${formatPath(deleted.path)}, so each needs a number`, {
      fix: "give the partition a number",
    }),
  );
}

interface Extent {
  readonly partition: Entry;
  readonly start: number;
  readonly end: number;
}

function overlaps(all: readonly Entry[]): readonly Problem[] {
  const extents = all.flatMap((partition): readonly Extent[] => {
    const start = numberOf(partition.item["startMiB"]);
    const size = numberOf(partition.item["sizeMiB"]);
    // Without a start of its own it goes where there is room; without a size it takes the room there is.
    if (start === undefined || start === 0 || size === undefined) return [];
    return [{ partition, start, end: size === 0 ? start : start + size - 1 }];
  });
  return extents.flatMap((later, index) =>
    extents
      .slice(0, index)
      .filter((earlier) => later.start <= earlier.end && earlier.start <= later.end)
      .map((earlier) =>
        error(
          "overlapping-partitions",
          later.partition.path,
          `the partition overlaps the one at ${formatPath(earlier.partition.path)}`,
          {
            got: `MiB ${later.start} to ${later.end} and ${earlier.start} to ${earlier.end}`,
            fix: "move one of them",
          },
        ),
      ),
  );
}
