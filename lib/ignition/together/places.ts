import type { Path } from "../../values/config-error";
import { entriesAt, itemsAt, textOf, type Entry } from "./entries";
import { WRITABLE_ROOT } from "./fedora-coreos";

/** A file, folder or link of which the path is known, and is one. */
export interface Place {
  /** Where it stands in the config. */
  readonly at: Path;

  /** Where it stands on the machine. */
  readonly path: string;
  readonly item: Entry["item"];
}

/** All that a config puts into the tree of files, units left out. */
export interface Places {
  readonly directories: readonly Place[];
  readonly files: readonly Place[];
  readonly links: readonly Place[];
}

export function placesOf(config: unknown): Places {
  return { directories: listed(config, "directories"), files: listed(config, "files"), links: listed(config, "links") };
}

function listed(config: unknown, list: keyof Places): readonly Place[] {
  const places: Place[] = [];
  for (const { path: at, item } of entriesAt(config, "storage", list)) {
    const path = textOf(item["path"]);
    if (path?.startsWith("/") === true) places.push({ at, path, item });
  }
  return places;
}

/** Whether the config makes the root folder of Fedora CoreOS writable. */
export function hasWritableRoot(config: unknown): boolean {
  const given = itemsAt(config, "kernelArguments", "shouldExist");
  return given.some(({ item }) => textOf(item) === WRITABLE_ROOT);
}
