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
      const item = valueAt(result, ...path.slice(0, index + 1));
      const place = itemsAt(written, ...origin).findIndex(({ item: other }) => isSame(item, other, names));
      if (place === -1) return { path: MAKERS[list] ?? origin, exact: false };
      origin = [...origin, place];
    }
  }
  return { path: origin, exact: true };
}

function isSame(item: unknown, other: unknown, names: readonly string[]): boolean {
  return names.every((name) => valueAt(item, name) === valueAt(other, name));
}
