import type { Path } from "../../values/config-error";
import { entriesAt, itemsAt, valueAt } from "./entries";

/** Contents of any form, and where they stand. */
export interface Resource {
  readonly path: Path;
  readonly item: unknown;
}

/** All contents of a config but those of units. */
export function resources(config: unknown): readonly Resource[] {
  const found: Resource[] = [
    ...itemsAt(config, "ignition", "config", "merge"),
    ...under(["ignition", "config"], valueAt(config, "ignition", "config", "replace"), "replace"),
    ...itemsAt(config, "ignition", "security", "tls", "certificateAuthorities"),
    ...entriesAt(config, "storage", "luks").flatMap(({ path, item }) => under(path, item["keyFile"], "keyFile")),
  ];
  // Plain loops: every rule about contents comes by here, for each file.
  for (const { path, item } of entriesAt(config, "storage", "files")) {
    found.push(...under(path, item["contents"], "contents"));
    if (item["append"] !== undefined) found.push(...itemsAt(config, ...path, "append"));
  }
  return found.filter(({ item }) => item !== undefined);
}

function under(path: Path, item: unknown, key: string): readonly Resource[] {
  return item === undefined ? [] : [{ path: [...path, key], item }];
}
