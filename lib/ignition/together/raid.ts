import { shorten } from "../../values/check";
import type { Problem } from "../../values/config-error";
import { entriesAt, error, itemsAt, numberOf, textOf, type Entry } from "./entries";

/** Levels without redundancy, for which nothing could stand in. */
const STRIPED = ["linear", "raid0", "0", "stripe"];

/** The least that mdadm makes an array of each level from. For all others that is one. */
const LEAST_DEVICES: ReadonlyMap<string, number> = new Map([
  ...["raid4", "4", "raid5", "5", "raid10", "10"].map((level) => [level, 2] as const),
  ...["raid6", "6"].map((level) => [level, 4] as const),
]);

/** What the values of one array must be to each other. */
export function raid(config: unknown): readonly Problem[] {
  return entriesAt(config, "storage", "raid").flatMap((array) => [...uselessSpares(array), ...tooFew(array)]);
}

function uselessSpares({ path, item }: Entry): readonly Problem[] {
  const level = textOf(item["level"]) ?? "";
  const spares = numberOf(item["spares"]) ?? 0;
  if (spares === 0 || !STRIPED.includes(level)) return [];
  return [
    error("spares-without-redundancy", [...path, "spares"], `an array of level ${level} takes no spares`, {
      got: String(spares),
      fix: "leave the spares out, or take another level",
    }),
  ];
}

function tooFew({ path, item }: Entry): readonly Problem[] {
  if (!Array.isArray(item["devices"])) return [];
  const count = itemsAt(item, "devices").length;
  const level = textOf(item["level"]) ?? "";
  const spares = STRIPED.includes(level) ? 0 : (numberOf(item["spares"]) ?? 0);
  const least = LEAST_DEVICES.get(level) ?? 1;
  if (count - spares >= least) return [];
  return [
    error("too-few-devices", [...path, "devices"], "the array has too few devices", {
      got: spares === 0 ? String(count) : `${count}, of which ${spares} are spares`,
      allowed: `at least ${least} besides spares for level ${shorten(level)}`,
      fix: "add devices",
    }),
  ];
}
