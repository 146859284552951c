import { mkdirSync, writeFileSync } from "node:fs";
import { join } from "node:path";
import { renderUnit } from "../../../lib/units/render";
import type { Unit } from "../../../lib/units/schema";
import { fromGo, judge, withFolder } from "./judge";

/** Podman's generator of services, where Go can build it. */
export const quadlet = fromGo(
  "quadlet",
  "github.com/containers/podman/v5",
  "5.6.2",
  "github.com/containers/podman/v5/cmd/quadlet",
);

/** What the generator makes of some quadlets. */
export interface Generated {
  readonly status: number | null;

  /** What it says besides which files it reads, the folder left out. */
  readonly complaints: readonly string[];

  /** Text of each generated service by its name. */
  readonly services: ReadonlyMap<string, string>;
}

/** Names and texts of unit files. */
export type Files = Readonly<Record<string, string>>;

export function filesOf(units: readonly Unit[]): Files {
  return Object.fromEntries(units.map((unit) => [unit.name, renderUnit(unit)]));
}

/**
 * Runs `quadlet -dryrun` over a folder with these files.
 *
 * @param podman what the services are to run: one that is on this machine, where systemd is to judge them
 */
export function generate(files: Files, podman = "/usr/bin/podman"): Generated {
  return withFolder((folder) => {
    const units = join(folder, "units");
    mkdirSync(units);
    for (const [name, text] of Object.entries(files)) writeFileSync(join(units, name), text);
    const { status, stdout, stderr } = judge(quadlet ?? "", ["-dryrun"], {
      QUADLET_UNIT_DIRS: units,
      PODMAN: podman,
    });
    const complaints = stderr
      .split("\n")
      .map((line) => line.replace(/^quadlet-generator\[\d+\]: /, "").replaceAll(units, "UNITS"))
      .filter((line) => line !== "" && !line.startsWith("Loading source unit file UNITS/"));
    return { status, complaints, services: servicesIn(stdout) };
  });
}

function servicesIn(stdout: string): ReadonlyMap<string, string> {
  const parts = stdout.split(/^---(.+)---$/m).slice(1);
  return new Map(
    parts.flatMap((name, index) => (index % 2 === 0 ? [[name, (parts[index + 1] ?? "").trimStart()] as const] : [])),
  );
}
