import { shorten } from "../../values/check";
import { formatPath, type Path, type Problem } from "../../values/config-error";
import { entriesAt, error, isOpenEnded, textOf, unitNameOf, valueAt, warning, type Entry } from "./entries";
import { IMAGE_MOUNTS, onImage, ROOT_FOLDERS, WRITABLE_ROOT } from "./fedora-coreos";
import { hasWritableRoot, placesOf, type Place } from "./places";

/** A file system that Ignition mounts while it writes files. */
interface Mount {
  readonly at: Path;
  readonly path: string;
}

/** What file systems and the files on them must be to each other. */
export function mounts(config: unknown): readonly Problem[] {
  const filesystems = entriesAt(config, "storage", "filesystems");
  if (filesystems.length === 0) return [];
  const mounted = mountsOf(config);
  const { directories, files, links } = placesOf(config);
  const removed = directories.filter(({ item }) => item["overwrite"] === true);
  return [
    ...filesystems.flatMap(neverMounted),
    ...mounted.flatMap((mount) => notOnFolder(mount, hasWritableRoot(config))),
    ...mounted.flatMap((mount) => conflicts(mount, [...files, ...links, ...removed])),
    ...vanishing(config, mounted, [...directories, ...files, ...links]),
  ];
}

/** The file systems that Ignition mounts. */
export function mountsOf(config: unknown): readonly Mount[] {
  return entriesAt(config, "storage", "filesystems").flatMap(({ path: at, item }) => {
    const path = textOf(item["path"]);
    const format = textOf(item["format"]) ?? "none";
    return path === undefined || ["none", "swap"].includes(format) ? [] : [{ at: [...at, "path"], path }];
  });
}

function neverMounted({ path, item }: Entry): readonly Problem[] {
  const format = textOf(item["format"]) ?? "";
  if (item["path"] === undefined || !["none", "swap"].includes(format)) return [];
  return [
    warning("path-without-mount", [...path, "path"], `format ${format} is mounted nowhere, so its path says nothing`, {
      fix: "leave the path out, or take another format",
    }),
  ];
}

/** Ignition mounts on folders only. */
function notOnFolder({ at, path }: Mount, writableRoot: boolean): readonly Problem[] {
  const real = onImage(path);
  const [, first = ""] = path.split("/");
  if (first !== "" && !writableRoot && !ROOT_FOLDERS.has(first)) {
    return [
      warning("read-only-path", at, "on Fedora CoreOS no mount point can be made in the root folder", {
        got: shorten(path),
        fix: `mount it below /var, or set the kernel argument ${WRITABLE_ROOT}`,
      }),
    ];
  }
  if (real === path) return [];
  return [
    warning(
      "mount-below-link",
      at,
      "on Fedora CoreOS the path leads through a link, and Ignition mounts nothing there",
      {
        got: shorten(path),
        fix: `write ${shorten(real)}`,
      },
    ),
  ];
}

/** A mount point is a folder, and stays. */
function conflicts(mount: Mount, places: readonly Place[]): readonly Problem[] {
  return places
    .filter(({ path }) => path === mount.path || isBelow(mount.path, path))
    .map(({ at, path }) =>
      error("mount-conflict", [...at, "path"], `the path is, or leads to, the mount point at ${formatPath(mount.at)}`, {
        got: shorten(path),
        fix: "give one of them another path",
      }),
    );
}

function isBelow(path: string, folder: string): boolean {
  return path.startsWith(folder === "/" ? folder : `${folder}/`);
}

/** What is written on a file system that no unit mounts is out of sight once the machine has booted. */
function vanishing(config: unknown, mounted: readonly Mount[], places: readonly Place[]): readonly Problem[] {
  if (isOpenEnded(config) || mountsElsewhere(config)) return [];
  const deepestFirst = mounted.toSorted((a, b) => b.path.length - a.path.length);
  const nodes = new Map<Mount, Place>();
  for (const place of places) {
    const mount = deepestFirst.find(({ path }) => isBelow(place.path, path));
    if (mount !== undefined && !nodes.has(mount)) nodes.set(mount, place);
  }
  return [...nodes]
    .filter(([mount]) => !IMAGE_MOUNTS.includes(mount.path) && !hasMountUnit(config, mount.path))
    .map(([mount, place]) =>
      warning("vanishing-files", mount.at, "no unit mounts the file system at boot, so its files vanish from view", {
        got: shorten(place.path),
        fix: "add a .mount unit for it",
      }),
    );
}

function mountsElsewhere(config: unknown): boolean {
  return entriesAt(config, "storage", "files").some(({ item }) => textOf(item["path"]) === "/etc/fstab");
}

/** By `Where=`, which has to fit the name. A unit of which the config holds the name only may be any. */
function hasMountUnit(config: unknown, path: string): boolean {
  return entriesAt(config, "systemd", "units").some(({ item }) => {
    const name = unitNameOf(item);
    if (name !== undefined && !/\.(?:auto)?mount$/.test(name)) return false;
    if (item["unit"] !== undefined) return textOf(valueAt(item, "unit", "Mount", "Where")) === path;
    const contents = textOf(item["contents"]);
    return contents === undefined || whereOf(contents) === path;
  });
}

function whereOf(contents: string): string | undefined {
  const [, where] = /^[ \t]*Where[ \t]*=[ \t]*(.*?)[ \t]*$/m.exec(contents) ?? [];
  return where?.replaceAll("%%", "%").replace(/(.)\/$/, "$1");
}
