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
  const nodes = ["directories", "files", "links"].flatMap((list) => keys(entriesAt(config, "storage", list), "path"));
  const disks = entriesAt(config, "storage", "disks");
  const users = entriesAt(config, "passwd", "users");
  const units = entriesAt(config, "systemd", "units");
  const volumes = entriesAt(config, "storage", "luks");
  return [
    ...repeated(nodes, "duplicate-path", "the path"),
    ...repeated(keys(users, "name"), "duplicate-user", "the user"),
    ...repeated(keys(entriesAt(config, "passwd", "groups"), "name"), "duplicate-group", "the group"),
    ...users.flatMap(({ path }) => repeated(texts(config, ...path, "groups"), "duplicate-group", "the group")),
    ...users.flatMap(({ path }) => repeated(texts(config, ...path, "sshAuthorizedKeys"), "duplicate-key", "the key")),
    ...repeated(
      units.map(({ path, item }) => ({ at: path, name: "name", key: unitNameOf(item) })),
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
    ...repeated(guids(config, disks), "duplicate-guid", "the GUID"),
    ...repeated(keys(volumes, "name"), "duplicate-volume", "the volume"),
    ...volumes.flatMap(({ path }) => [
      ...repeated(texts(config, ...path, "openOptions"), "duplicate-option", "the option"),
      ...repeated(keys(entriesAt(config, ...path, "clevis", "tang"), "url"), "duplicate-tang", "the server"),
    ]),
    ...repeated(keys(entriesAt(config, "storage", "raid"), "name"), "duplicate-array", "the array"),
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
    ...resources(config)
      .filter(({ item }) => valueAt(item, "httpHeaders") !== undefined)
      .flatMap(({ path }) =>
        repeated(keys(entriesAt(config, ...path, "httpHeaders"), "name"), "duplicate-header", "the header"),
      ),
  ];
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
