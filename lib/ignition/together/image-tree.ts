import { shorten } from "../../values/check";
import { formatPath, type Problem } from "../../values/config-error";
import { warning } from "./entries";
import { HIDDEN_FOLDERS, onImage, ROOT_FOLDERS, WRITABLE_ROOT } from "./fedora-coreos";
import { mountsOf } from "./mounts";
import { hasWritableRoot, placesOf, type Place } from "./places";

/** What files, folders and links must be to the tree that the image has. */
export function imageTree(config: unknown): readonly Problem[] {
  const { directories, files, links } = placesOf(config);
  const places = [...directories, ...files, ...links];
  const mounted = mountsOf(config).filter(({ path }) => path !== "/");
  const writableRoot = hasWritableRoot(config);
  const problems: Problem[] = [];
  for (const place of places) {
    const problem = isOn(mounted, place.path) ? undefined : unwritable(place, writableRoot);
    if (problem !== undefined) problems.push(problem);
  }
  return [...problems, ...oneInTwoNames(places)];
}

function isOn(mounts: readonly { readonly path: string }[], path: string): boolean {
  return mounts.some((mount) => path === mount.path || path.startsWith(`${mount.path}/`));
}

function unwritable({ at, path }: Place, writableRoot: boolean): Problem | undefined {
  const real = onImage(path);
  const end = real.indexOf("/", 1);
  const first = end === -1 ? real.slice(1) : real.slice(1, end);
  if (first === "usr") {
    return warning("read-only-path", [...at, "path"], "below /usr nothing can be written on Fedora CoreOS", {
      got: shorten(path),
      fix: "write it below /etc or /var, or below /usr/local",
    });
  }
  if (HIDDEN_FOLDERS.includes(`/${first}`)) {
    return warning("hidden-path", [...at, "path"], `the booted system mounts another file system over /${first}`, {
      got: shorten(path),
      fix: "write it elsewhere, or have systemd-tmpfiles make it at each boot",
    });
  }
  if (writableRoot || first === "" || ROOT_FOLDERS.has(first)) return undefined;
  return warning("read-only-path", [...at, "path"], "nothing can be added to the root folder on Fedora CoreOS", {
    got: shorten(path),
    fix: `write it below /var, or set the kernel argument ${WRITABLE_ROOT}`,
  });
}

/** Ignition refuses two entries that are one once links are followed. */
function oneInTwoNames(places: readonly Place[]): readonly Problem[] {
  const first = new Map<string, Place>();
  const problems: Problem[] = [];
  for (const place of places) {
    const real = onImage(place.path);
    const earlier = first.get(real);
    if (earlier === undefined) first.set(real, place);
    else if (earlier.path !== place.path) problems.push(twoNames(place, earlier));
  }
  return problems;
}

function twoNames({ at, path }: Place, earlier: Place): Problem {
  return warning("same-place", [...at, "path"], `on Fedora CoreOS this is ${formatPath(earlier.at)} by another name`, {
    got: shorten(path),
    fix: "keep one of them",
  });
}
