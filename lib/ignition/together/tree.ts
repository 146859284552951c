import { posix } from "node:path";
import { shorten } from "../../values/check";
import { formatPath, type Path, type Problem } from "../../values/config-error";
import { entriesAt, error, hasContents, textOf, unitNameOf, warning } from "./entries";
import { placesOf, type Place } from "./places";

/** What files, folders, links and units must be to each other, standing in one tree. */
export function tree(config: unknown): readonly Problem[] {
  const { directories, files, links } = placesOf(config);
  const all = [...directories, ...files, ...links];
  return [
    ...below(all, files, "below-file", "a file"),
    ...below(all, links, "below-link", "a link"),
    ...links.flatMap((link) => hardLink(link, directories)),
    ...unitConflicts(all, unitPaths(config)),
    ...files.filter(overwritesNothing).map(({ at }) =>
      error("overwrite-without-contents", [...at, "overwrite"], "the file would be removed and nothing written", {
        fix: 'give contents, "" for an empty file',
      }),
    ),
  ];
}

/** Nothing can stand below a file, and Ignition refuses to write through a link. */
function below(all: readonly Place[], parents: readonly Place[], code: string, noun: string): readonly Problem[] {
  if (parents.length === 0) return [];
  const byPath = new Map(parents.map((parent) => [parent.path, parent]));
  const found: Problem[] = [];
  // A folder that was looked at before lies below nothing, nor does what is in it: in most configs, most folders are one.
  const free = new Set<string>();
  for (const { at, path } of all) {
    const passed: string[] = [];
    // `/a/b/c` → `/a/b`, `/a`.
    for (let end = path.lastIndexOf("/"); end > 0; end = path.lastIndexOf("/", end - 1)) {
      const ancestor = path.slice(0, end);
      if (free.has(ancestor)) break;
      const parent = byPath.get(ancestor);
      if (parent === undefined) {
        passed.push(ancestor);
        continue;
      }
      passed.length = 0;
      found.push(
        error(code, [...at, "path"], `the path lies below ${noun}, given at ${formatPath(parent.at)}`, {
          got: shorten(path),
          fix: code === "below-link" ? "write the path that the link points to" : "give one of them another path",
        }),
      );
    }
    for (const folder of passed) free.add(folder);
  }
  return found;
}

function hardLink({ at, path, item }: Place, directories: readonly Place[]): readonly Problem[] {
  const target = textOf(item["target"]);
  if (item["hard"] !== true || target === undefined) return [];
  // As Ignition does it: relative to the link itself.
  const absolute = posix.resolve(path, target);
  const directory = directories.find((other) => other.path === absolute);
  return [
    ...(directory === undefined
      ? []
      : [
          error(
            "hard-link-to-directory",
            [...at, "target"],
            `a hard link cannot point to a folder, given at ${formatPath(directory.at)}`,
            {
              got: shorten(target),
              fix: "make it a symbolic link",
            },
          ),
        ]),
    ...(posix.isAbsolute(target)
      ? []
      : [
          warning("relative-hard-link", [...at, "target"], "Ignition takes the target of a hard link from the root", {
            got: shorten(target),
            fix: "write an absolute path",
          }),
        ]),
    ...(["user", "group"] as const)
      .filter((owner) => item[owner] !== undefined)
      .map((owner) =>
        warning("hard-link-owner", [...at, owner], "a hard link has the owner of its target", {
          fix: "leave the owner out",
        }),
      ),
  ];
}

function unitPaths(config: unknown): ReadonlyMap<string, Path> {
  const entries = entriesAt(config, "systemd", "units").flatMap(({ path: at, item }): readonly [string, Path][] => {
    const base = `/etc/systemd/system/${unitNameOf(item) ?? ""}`;
    const dropins = entriesAt(config, ...at, "dropins").filter((dropin) => hasContents(dropin.item));
    return [
      ...(hasContents(item) ? [[base, at] as [string, Path]] : []),
      ...dropins.map((dropin): [string, Path] => [`${base}.d/${textOf(dropin.item["name"]) ?? ""}`, dropin.path]),
    ];
  });
  return new Map(entries);
}

function unitConflicts(all: readonly Place[], units: ReadonlyMap<string, Path>): readonly Problem[] {
  const problems: Problem[] = [];
  for (const { at, path } of all) {
    const unit = units.get(path);
    if (unit === undefined) continue;
    problems.push(
      error("unit-conflict", [...at, "path"], `the path is that of the unit given at ${formatPath(unit)}`, {
        got: shorten(path),
        fix: "keep one of them",
      }),
    );
  }
  return problems;
}

function overwritesNothing({ item }: Place): boolean {
  return item["overwrite"] === true && item["contents"] === undefined;
}
