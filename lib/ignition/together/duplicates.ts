import { shorten } from "../../values/check";
import { formatPath, type Path, type Problem } from "../../values/config-error";
import { entriesAt, error, itemsAt, numberOf, textOf, unitNameOf, type Entry } from "./entries";
import { resources } from "./resources";

/** Something that has to be unique, and where it stands. */
interface Key {
  readonly path: Path;
  readonly key: string | number | undefined;
}

/** What may stand in a config only once. */
export function duplicates(config: unknown): readonly Problem[] {
  const nodes = ["directories", "files", "links"].flatMap((list) => keys(entriesAt(config, "storage", list), "path"));
  const disks = entriesAt(config, "storage", "disks");
  const users = entriesAt(config, "passwd", "users");
  const units = entriesAt(config, "systemd", "units");
  return [
    ...repeated(nodes, "duplicate-path", "the path"),
    ...repeated(keys(users, "name"), "duplicate-user", "the user"),
    ...repeated(keys(entriesAt(config, "passwd", "groups"), "name"), "duplicate-group", "the group"),
    ...users.flatMap(({ path }) => repeated(texts(config, ...path, "groups"), "duplicate-group", "the group")),
    ...users.flatMap(({ path }) => repeated(texts(config, ...path, "sshAuthorizedKeys"), "duplicate-key", "the key")),
    ...repeated(
      units.map(({ path, item }) => ({ path: [...path, "name"], key: unitNameOf(item) })),
      "duplicate-unit",
      "the unit",
    ),
    ...units.flatMap(({ path }) =>
      repeated(keys(entriesAt(config, ...path, "dropins"), "name"), "duplicate-dropin", "the drop-in"),
    ),
    ...repeated(keys(disks, "device"), "duplicate-device", "the disk"),
    ...repeated(keys(entriesAt(config, "storage", "filesystems"), "device"), "duplicate-device", "the device"),
    ...repeated(keys(entriesAt(config, "storage", "filesystems"), "path"), "duplicate-mount", "the mount point"),
    ...disks.flatMap(({ path }) => partitionKeys(config, path)),
    ...repeated(
      ["shouldExist", "shouldNotExist"].flatMap((list) => texts(config, "kernelArguments", list)),
      "duplicate-argument",
      "the kernel argument",
    ),
    ...repeated(sources(config, "ignition", "config", "merge"), "duplicate-source", "the config"),
    ...repeated(
      sources(config, "ignition", "security", "tls", "certificateAuthorities"),
      "duplicate-source",
      "the certificate",
    ),
    ...repeated(texts(config, "ignition", "proxy", "noProxy"), "duplicate-host", "the host"),
    ...resources(config).flatMap(({ path }) =>
      repeated(keys(entriesAt(config, ...path, "httpHeaders"), "name"), "duplicate-header", "the header"),
    ),
  ];
}

function partitionKeys(config: unknown, disk: Path): readonly Problem[] {
  const partitions = entriesAt(config, ...disk, "partitions");
  const numbers = partitions.map(({ path, item }) => ({
    path: [...path, "number"],
    // 0 is any number that is free.
    key: numberOf(item["number"]) === 0 ? undefined : numberOf(item["number"]),
  }));
  return [
    ...repeated(numbers, "duplicate-partition-number", "the partition number"),
    ...repeated(keys(partitions, "label"), "duplicate-label", "the label"),
  ];
}

function keys(entries: readonly Entry[], name: string): readonly Key[] {
  return entries.map(({ path, item }) => ({ path: [...path, name], key: textOf(item[name]) }));
}

function texts(config: unknown, ...path: Path): readonly Key[] {
  return itemsAt(config, ...path).map(({ path: place, item }) => ({ path: place, key: textOf(item) }));
}

/** Contents, told apart by their text or by where they come from. */
function sources(config: unknown, ...path: Path): readonly Key[] {
  return itemsAt(config, ...path).map(({ path: place, item }) => {
    const { source, base64 } = (typeof item === "object" ? item : {}) as Record<string, unknown>;
    return { path: place, key: textOf(item) ?? textOf(source) ?? textOf(base64) };
  });
}

function repeated(all: readonly Key[], code: string, noun: string): readonly Problem[] {
  const first = new Map<string | number, Path>();
  return all.flatMap(({ path, key }) => {
    if (key === undefined) return [];
    const earlier = first.get(key);
    if (earlier === undefined) {
      first.set(key, path);
      return [];
    }
    return [
      error(code, path, `${noun} stands at ${formatPath(earlier)} already`, {
        got: shorten(key),
        fix: "keep one of them",
      }),
    ];
  });
}
