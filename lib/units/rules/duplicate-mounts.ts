import { posix } from "node:path";
import type { Path, Problem } from "../../values/config-error";
import { isReference } from "../directives/references";
import { knownText, type UnitText } from "../text";
import type { Unit } from "../schema";

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
      const source = directive === "Tmpfs" ? "a tmpfs" : sourceName("source" in mount ? mount.source : undefined);
      return [{ path: ["Container", directive, index], target: withoutEnd(posix.normalize(target)), source }];
    });
  });
}

function withoutEnd(path: string): string {
  return path.length > 1 && path.endsWith("/") ? path.slice(0, -1) : path;
}

function sourceName(source: unknown): string {
  if (source === undefined) return "an anonymous volume";
  if (isReference(source)) return `"${source.unit}"`;
  return `"${knownText(source as UnitText) ?? "a late value"}"`;
}
