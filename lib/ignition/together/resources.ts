import type { Path } from "../../values/config-error";
import { entriesAt, itemsAt, valueAt } from "./entries";

/** Contents of any form, and where they stand. */
export interface Resource {
  readonly path: Path;
  readonly item: unknown;
}

/** All contents of a config but those of units. In plain loops: every rule about contents comes by here, for each file. */
export function resources(config: unknown): readonly Resource[] {
  const found: Resource[] = [];
  const settings = valueAt(config, "ignition");
  if (settings !== undefined) {
    addAll(found, config, ["ignition", "config", "merge"]);
    add(found, ["ignition", "config"], "replace", valueAt(settings, "config", "replace"));
    addAll(found, config, ["ignition", "security", "tls", "certificateAuthorities"]);
  }
  for (const { path, item } of entriesAt(config, "storage", "luks")) add(found, path, "keyFile", item["keyFile"]);
  for (const { path, item } of entriesAt(config, "storage", "files")) {
    add(found, path, "contents", item["contents"]);
    if (item["append"] !== undefined) addAll(found, config, [...path, "append"]);
  }
  return found;
}

function add(found: Resource[], path: Path, key: string, item: unknown): void {
  if (item !== undefined) found.push({ path: [...path, key], item });
}

function addAll(found: Resource[], config: unknown, list: Path): void {
  for (const { path, item } of itemsAt(config, ...list)) if (item !== undefined) found.push({ path, item });
}
