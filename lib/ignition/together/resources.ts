import type { Path } from "../../values/config-error";
import { entriesAt, itemsAt, valueAt } from "./entries";

/** Contents of any form, and where they stand. */
export interface Resource {
  readonly path: Path;
  readonly item: unknown;
}

/** All contents of a config but those of units. */
export function resources(config: unknown): readonly Resource[] {
  const replace: Path = ["ignition", "config", "replace"];
  return [
    ...itemsAt(config, "ignition", "config", "merge"),
    { path: replace, item: valueAt(config, ...replace) },
    ...itemsAt(config, "ignition", "security", "tls", "certificateAuthorities"),
    ...entriesAt(config, "storage", "luks").map(({ path, item }) => ({
      path: [...path, "keyFile"],
      item: item["keyFile"],
    })),
    ...entriesAt(config, "storage", "files").flatMap(({ path, item }) => [
      { path: [...path, "contents"], item: item["contents"] },
      ...itemsAt(config, ...path, "append"),
    ]),
  ].filter(({ item }) => item !== undefined);
}
