import { mkdirSync, writeFileSync } from "node:fs";
import { join } from "node:path";
import { findProgram, judge, withFolder } from "./judge";
import type { Files } from "./quadlet";

const analyze = findProgram("systemd-analyze");
const manager = ["/usr/lib/systemd/systemd", "/lib/systemd/systemd"].find(
  (path) => judge(path, ["--version"]).status === 0,
);

/** The version of systemd that judges; undefined where there is none. */
export const systemdVersion =
  analyze === undefined ? undefined : Number(/^systemd (\d+)/.exec(judge(analyze, ["--version"]).stdout)?.[1] ?? "0");

/** What systemd makes of some unit files. */
export interface Verified {
  readonly status: number | null;

  /** What it says, the folder left out; nothing where all is well. */
  readonly complaints: readonly string[];

  /** What it has read, by the name of the unit: empty unless asked for. */
  readonly units: ReadonlyMap<string, readonly string[]>;
}

/**
 * Runs `systemd-analyze verify` over all files at once.
 *
 * @param readBack whether systemd is to tell what it has read: it then says so much else that complaints are not kept
 */
export function verify(files: Files, { readBack = false }: { readonly readBack?: boolean } = {}): Verified {
  return withFolder((folder) => {
    const units = join(folder, "units");
    mkdirSync(units);
    const paths = Object.entries(files).map(([name, text]) => {
      const path = join(units, name);
      writeFileSync(path, text);
      return path;
    });
    const { status, stdout, stderr } = judge(analyze ?? "", ["verify", "--man=no", ...paths], {
      // The system's own units are there to be named; nothing else of this machine is.
      SYSTEMD_UNIT_PATH: `${units}:/usr/lib/systemd/system`,
      SYSTEMD_LOG_LEVEL: readBack ? "debug" : "warning",
    });
    const lines = stderr.split("\n").map((line) => line.replaceAll(`${units}/`, ""));
    return {
      status,
      complaints: readBack ? [] : lines.filter((line) => line !== ""),
      units: readBack ? dumped(stdout) : new Map<string, readonly string[]>(),
    };
  });
}

function dumped(stdout: string): ReadonlyMap<string, readonly string[]> {
  const parts = stdout.split(/^\t-> Unit (.+):$/m).slice(1);
  return new Map(
    parts.flatMap((name, index) =>
      index % 2 === 0
        ? [[name, (parts[index + 1] ?? "").split("\n").map((line) => line.replace(/^[\t ]+/, ""))] as const]
        : [],
    ),
  );
}

/** The arguments of each command that systemd has read for a unit, `$$` not yet made one. */
export function commandsRead(lines: readonly string[]): readonly (readonly string[])[] {
  return valuesRead(lines, "Command Line").map(shellWords);
}

/** Values of a field of what systemd has read. */
export function valuesRead(lines: readonly string[], field: string): readonly string[] {
  return lines.filter((line) => line.startsWith(`${field}: `)).map((line) => line.slice(field.length + 2));
}

/** systemd shows a command line as a shell would take it. */
function shellWords(line: string): readonly string[] {
  return [...line.matchAll(/"((?:[^"\\]|\\.)*)"|\$'((?:[^'\\]|\\.)*)'|([^ \t\r\n]+)/gsu)].map(
    ([, double, single, plain]) =>
      plain === undefined ? (double ?? single ?? "").replace(/\\(.)/gsu, "$1") : plain.replace(/\\(.)/gsu, "$1"),
  );
}

/** Every directive that this systemd knows, by section; undefined if it cannot be asked. */
export function knownDirectives(): ReadonlyMap<string, ReadonlySet<string>> | undefined {
  if (manager === undefined) return undefined;
  const { stdout } = judge(manager, ["--dump-configuration-items"]);
  const parts = stdout.split(/^\[(\w+)\]$/m).slice(1);
  const sections = parts.flatMap((name, index) =>
    index % 2 === 0
      ? [
          [
            name,
            new Set((parts[index + 1] ?? "").split("\n").flatMap((line) => /^(\w+)=/.exec(line)?.[1] ?? [])),
          ] as const,
        ]
      : [],
  );
  return sections.length === 0 ? undefined : new Map(sections);
}
