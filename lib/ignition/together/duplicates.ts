import { shorten } from "../../values/check";
import { formatPath, type Path, type Problem } from "../../values/config-error";
import { encodeDataUrl } from "../data-url";
import { entriesAt, error, itemsAt, numberOf, textOf, unitNameOf, valueAt, type Entry } from "./entries";
import { resources } from "./resources";

/** Something that has to be unique, and where it stands. */
interface Key {
  readonly at: Path;

  /** The last step to it from there, if there is one: most paths are never needed. */
  readonly name?: string;
  readonly key: string | number | undefined;
}

/** What may stand in a config only once. */
export function duplicates(config: unknown): readonly Problem[] {
  return [
    ...nodes(config),
    ...accounts(config),
    ...units(config),
    ...devices(config),
    ...partitions(config),
    ...volumes(config),
    ...repeated(keys(entriesAt(config, "storage", "raid"), "name"), "duplicate-array", "the array"),
    ...kernelArguments(config),
    ...settings(config),
    ...headers(config),
  ];
}

function nodes(config: unknown): readonly Problem[] {
  const all = ["directories", "files", "links"].flatMap((list) => keys(entriesAt(config, "storage", list), "path"));
  return repeated(all, "duplicate-path", "the path");
}

function accounts(config: unknown): readonly Problem[] {
  const users = entriesAt(config, "passwd", "users");
  return [
    ...repeated(keys(users, "name"), "duplicate-user", "the user"),
    ...repeated(keys(entriesAt(config, "passwd", "groups"), "name"), "duplicate-group", "the group"),
    ...users.flatMap(({ path }) => repeated(texts(config, ...path, "groups"), "duplicate-group", "the group")),
    ...users.flatMap(({ path }) => repeated(texts(config, ...path, "sshAuthorizedKeys"), "duplicate-key", "the key")),
  ];
}

function units(config: unknown): readonly Problem[] {
  const all = entriesAt(config, "systemd", "units");
  const names = all.map(({ path, item }) => ({ at: path, name: "name", key: unitNameOf(item) }));
  return [
    ...repeated(names, "duplicate-unit", "the unit"),
    ...all.flatMap(({ path }) =>
      repeated(keys(entriesAt(config, ...path, "dropins"), "name"), "duplicate-dropin", "the drop-in"),
    ),
  ];
}

function devices(config: unknown): readonly Problem[] {
  const filesystems = entriesAt(config, "storage", "filesystems");
  return [
    ...repeated(keys(entriesAt(config, "storage", "disks"), "device"), "duplicate-device", "the disk"),
    ...repeated(keys(filesystems, "device"), "duplicate-device", "the device"),
    ...repeated(keys(filesystems, "path"), "duplicate-mount", "the mount point"),
  ];
}

function partitions(config: unknown): readonly Problem[] {
  const disks = entriesAt(config, "storage", "disks");
  return [
    ...disks.flatMap(({ path }) => partitionKeys(config, path)),
    ...repeated(guids(config, disks), "duplicate-guid", "the GUID"),
  ];
}

function volumes(config: unknown): readonly Problem[] {
  const all = entriesAt(config, "storage", "luks");
  return [
    ...repeated(keys(all, "name"), "duplicate-volume", "the volume"),
    ...all.flatMap(({ path }) => [
      ...repeated(texts(config, ...path, "openOptions"), "duplicate-option", "the option"),
      ...repeated(keys(entriesAt(config, ...path, "clevis", "tang"), "url"), "duplicate-tang", "the server"),
    ]),
  ];
}

function kernelArguments(config: unknown): readonly Problem[] {
  const all = ["shouldExist", "shouldNotExist"].flatMap((list) => texts(config, "kernelArguments", list));
  return repeated(all, "duplicate-argument", "the kernel argument");
}

function settings(config: unknown): readonly Problem[] {
  const authorities = sources(config, "ignition", "security", "tls", "certificateAuthorities");
  return [
    ...repeated(sources(config, "ignition", "config", "merge"), "duplicate-source", "the config"),
    ...repeated(authorities, "duplicate-source", "the certificate"),
    ...repeated(texts(config, "ignition", "proxy", "noProxy"), "duplicate-host", "the host"),
  ];
}

function headers(config: unknown): readonly Problem[] {
  return resources(config)
    .filter(({ item }) => valueAt(item, "httpHeaders") !== undefined)
    .flatMap(({ path }) =>
      repeated(keys(entriesAt(config, ...path, "httpHeaders"), "name"), "duplicate-header", "the header"),
    );
}

function partitionKeys(config: unknown, disk: Path): readonly Problem[] {
  const partitions = entriesAt(config, ...disk, "partitions");
  const numbers = partitions.map(({ path, item }) => ({
    at: path,
    name: "number",
    // 0 is any number that is free.
    key: numberOf(item["number"]) === 0 ? undefined : numberOf(item["number"]),
  }));
  return [
    ...repeated(numbers, "duplicate-partition-number", "the partition number"),
    ...repeated(keys(partitions, "label"), "duplicate-label", "the label"),
  ];
}

/** A partition is known by its GUID whatever its disk is. */
function guids(config: unknown, disks: readonly Entry[]): readonly Key[] {
  return disks
    .flatMap(({ path }) => entriesAt(config, ...path, "partitions"))
    .map(({ path, item }) => ({ at: path, name: "guid", key: textOf(item["guid"])?.toLowerCase() }));
}

function keys(entries: readonly Entry[], name: string): readonly Key[] {
  return entries.map(({ path, item }) => ({ at: path, name, key: textOf(item[name]) }));
}

function texts(config: unknown, ...path: Path): readonly Key[] {
  return itemsAt(config, ...path).map(({ path: place, item }) => ({ at: place, key: textOf(item) }));
}

/** Contents, told apart as Ignition does: by their URL, which for what is written out is a `data:` URL. */
function sources(config: unknown, ...path: Path): readonly Key[] {
  return itemsAt(config, ...path).map(({ path: place, item }) => {
    const base64 = valueAt(item, "base64");
    const bytes = typeof base64 === "string" ? Buffer.from(base64, "base64") : textOf(item);
    const key =
      textOf(valueAt(item, "source")) ?? (bytes === undefined ? undefined : encodeDataUrl(Buffer.from(bytes)).source);
    return { at: place, key };
  });
}

/** What is repeated may hold a secret, such as a URL's password. */
const UNSEEN = ["duplicate-argument", "duplicate-option", "duplicate-source", "duplicate-tang"];

function repeated(all: readonly Key[], code: string, noun: string): readonly Problem[] {
  // As most lists.
  if (all.length < 2) return [];
  const first = new Map<string | number, Key>();
  const problems: Problem[] = [];
  for (const item of all) {
    if (item.key === undefined) continue;
    const earlier = first.get(item.key);
    if (earlier === undefined) {
      first.set(item.key, item);
      continue;
    }
    problems.push(
      error(code, pathOf(item), `${noun} stands at ${formatPath(pathOf(earlier))} already`, {
        ...(UNSEEN.includes(code) ? {} : { got: shorten(item.key) }),
        fix: "keep one of them",
      }),
    );
  }
  return problems;
}

function pathOf({ at, name }: Key): Path {
  return name === undefined ? at : [...at, name];
}
