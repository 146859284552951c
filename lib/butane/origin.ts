import type { IgnitionConfig } from "../ignition/schema";
import { itemsAt, valueAt } from "../ignition/together/entries";
import type { Path } from "../values/config-error";
import type { SugaredConfig } from "./schema";

/** What tells items of a list apart, where what was written and what became of it may have them in another order. */
const NAMES: Readonly<Record<string, readonly string[]>> = {
  files: ["path"],
  directories: ["path"],
  links: ["path"],
  disks: ["device"],
  partitions: ["number", "label"],
  filesystems: ["device"],
  raid: ["name"],
  luks: ["name"],
  units: ["name"],
  dropins: ["name"],
};

const BOOT: Path = ["bootDevice"];
const TREES: Path = ["storage", "trees"];

/** What makes items of a list that nobody wrote. */
const MAKERS: Readonly<Record<string, Path>> = {
  disks: BOOT,
  raid: BOOT,
  luks: BOOT,
  filesystems: BOOT,
  files: TREES,
  directories: TREES,
  links: TREES,
  units: ["storage", "filesystems"],
};

/**
 * Where that was written which stands at a path of the result.
 *
 * @returns the place, and whether it is that of the very value, not only of what the value was made for
 */
export function originOf(
  path: Path,
  result: IgnitionConfig,
  written: SugaredConfig,
): { readonly path: Path; readonly exact: boolean } {
  let origin: Path = [];
  for (const [index, step] of path.entries()) {
    const list = String(path[index - 1]);
    const names = typeof step === "number" ? NAMES[list] : undefined;
    if (names === undefined) origin = [...origin, step];
    else {
      const place = placeOf(Number(step), itemsAt(result, ...path.slice(0, index)), itemsAt(written, ...origin), names);
      if (place === undefined) return { path: MAKERS[list] ?? origin, exact: false };
      origin = [...origin, place];
    }
  }
  return { path: origin, exact: true };
}

interface Item {
  readonly item: unknown;
}

/** Where among those written the item at an index is; of several that have its names, the first is the first. */
function placeOf(
  index: number,
  items: readonly Item[],
  written: readonly Item[],
  names: readonly string[],
): number | undefined {
  const item = items[index]?.item;
  const earlier = items.slice(0, index).filter((other) => isSame(item, other.item, names)).length;
  const places = written.flatMap((other, place) => (isSame(item, other.item, names) ? [place] : []));
  return places[earlier] ?? places.at(-1);
}

function isSame(item: unknown, other: unknown, names: readonly string[]): boolean {
  return names.every((name) => valueAt(item, name) === valueAt(other, name));
}
