import { posix } from "node:path";
import type { Path, Problem } from "../../values/config-error";
import { isReference } from "../reference";
import type { Unit } from "../schema";
import { knownText, type UnitText } from "../text";

interface Target {
  readonly path: Path;
  readonly target: string;
  readonly source: string;
}

/** Refuses two mounts in one place of a container: the second would hide the first. */
export function duplicateMounts(unit: Unit): readonly Problem[] {
  const targets = "Container" in unit ? targetsOf(unit.Container) : [];
  return targets.flatMap((mount, index) => {
    const first = targets.slice(0, index).find((earlier) => earlier.target === mount.target);
    if (first === undefined) return [];
    return [
      {
        code: "quadlet/duplicate-mount",
        severity: "error",
        path: [...mount.path, "target"],
        what: `"${mount.target}" is mounted twice, by ${first.source} and ${mount.source}`,
        fix: "give one of them another target",
      },
    ];
  });
}

/** Reads what may not have been checked yet, so it takes nothing for granted. */
function targetsOf(section: unknown): readonly Target[] {
  return ["Volume", "Mount", "Tmpfs"].flatMap((directive) => {
    const mounts: unknown = (section as Record<string, unknown> | undefined)?.[directive];
    if (!Array.isArray(mounts)) return [];
    return mounts.flatMap((mount: unknown, index): readonly Target[] => {
      if (typeof mount !== "object" || mount === null || !("target" in mount)) return [];
      const target = knownText(mount.target as UnitText);
      if (target === undefined || !target.startsWith("/")) return [];
      const source = directive === "Tmpfs" ? "a tmpfs" : sourceName(mount as Readonly<Record<string, unknown>>);
      return [{ path: ["Container", directive, index], target: withoutEnd(posix.normalize(target)), source }];
    });
  });
}

function withoutEnd(path: string): string {
  return path.length > 1 && path.endsWith("/") ? path.slice(0, -1) : path;
}

function sourceName(mount: Readonly<Record<string, unknown>>): string {
  const unit = mount["volume"] ?? mount["image"];
  if (isReference(unit)) return `"${unit.name}"`;
  const { source } = mount;
  return source === undefined ? "an anonymous volume" : `"${knownText(source as UnitText) ?? "a late value"}"`;
}
