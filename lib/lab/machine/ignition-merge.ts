import type { IgnitionConfig } from "./ignition-config";

/** Lays one config over another as Ignition does: entries of lists by their key, single values by the later one. */
export function mergeConfigs(under: IgnitionConfig, over: IgnitionConfig): IgnitionConfig {
  return {
    ignition: under.ignition,
    passwd: {
      users: byKey(under.passwd?.users, over.passwd?.users, (user) => user.name),
      groups: byKey(under.passwd?.groups, over.passwd?.groups, (group) => group.name),
    },
    storage: {
      disks: byKey(under.storage?.disks, over.storage?.disks, (disk) => disk.device),
      filesystems: byKey(under.storage?.filesystems, over.storage?.filesystems, (filesystem) => filesystem.device),
      files: byKey(under.storage?.files, over.storage?.files, (file) => file.path),
      directories: byKey(under.storage?.directories, over.storage?.directories, (directory) => directory.path),
      links: byKey(under.storage?.links, over.storage?.links, (link) => link.path),
    },
    systemd: { units: byKey(under.systemd?.units, over.systemd?.units, (unit) => unit.name) },
  };
}

function byKey<T extends object>(under: readonly T[] = [], over: readonly T[] = [], keyOf: (item: T) => string): T[] {
  const merged = new Map(under.map((item) => [keyOf(item), item]));
  for (const item of over) merged.set(keyOf(item), { ...merged.get(keyOf(item)), ...item });
  return [...merged.values()];
}
