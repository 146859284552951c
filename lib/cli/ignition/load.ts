import { readFileSync } from "node:fs";
import { fromButane } from "../../butane/from-butane";
import { localFiles } from "../../butane/local-files";
import { fromJson } from "../../ignition/from-json";
import { inJson } from "../../ignition/importing/words";
import { renderIgnition } from "../../ignition/render";
import type { IgnitionConfig } from "../../ignition/schema";
import { validateRest } from "../../ignition/validate-rest";
import { versionOf } from "../../ignition/version";
import type { Problem } from "../../values/config-error";
import { sha512 } from "../../values/hash";
import { UsageError } from "../usage-error";
import type { Io } from "./io";

/** A config that was read and checked. */
export interface Loaded {
  /** The file as it was named; `stdin` for `-`. */
  readonly name: string;

  readonly language: "ignition" | "butane";

  readonly config: IgnitionConfig;

  /** What reading and checking said. */
  readonly problems: readonly Problem[];

  /** Whether there is an error of reading, so that the config is not what was written. */
  readonly isBroken: boolean;

  /** The version of the spec: that of the file, or of what Butane makes of it; null if that cannot be told. */
  readonly version: string | null;

  /** What Ignition would be given: the file itself, or what Butane makes of it; undefined if that has errors. */
  readonly bytes: Buffer | undefined;
}

/**
 * Reads a config in Ignition's JSON or in Butane's YAML, whichever it is, and checks it.
 *
 * @param path a file, or `-` for standard input
 * @param filesDirectory where Butane's `local` is read
 * @throws UsageError if the file cannot be read
 */
export async function load(path: string, io: Io, filesDirectory?: string): Promise<Loaded> {
  const bytes = path === "-" ? await io.readStdin() : readFile(path);
  const name = path === "-" ? "stdin" : path;
  const text = bytes.toString("utf8");
  return isButane(text) ? ofButane(name, text, filesDirectory) : ofJson(name, bytes);
}

/** What Ignition is to be given, in its shortest form; undefined if the config has errors. */
export function rendered({ config, problems }: Pick<Loaded, "config" | "problems">): Buffer | undefined {
  return hasErrors(problems) ? undefined : Buffer.from(renderIgnition(config));
}

export function hasErrors(problems: readonly Problem[]): boolean {
  return problems.some(({ severity }) => severity === "error");
}

/** The sha512 of what Ignition would be given, in hex. */
export function digestOf({ bytes }: Loaded): string | null {
  return bytes === undefined ? null : sha512(bytes);
}

/** Butane's documents name their variant at the top, or have keys without quotes; Ignition's have neither. */
function isButane(text: string): boolean {
  if (/^\s*\{\s*"ignition"/.test(text)) return false;
  return /^\uFEFF?[ \t]*(?:\{\s*)?["']?variant["']?[ \t]*:/m.test(text) || /^[a-z_]+[ \t]*:/m.test(text);
}

function ofJson(name: string, bytes: Buffer): Loaded {
  const read = fromJson(bytes);
  const errors = read.problems.filter(({ severity }) => severity === "error");
  const isBroken = errors.length > 0;
  const unread = errors.map(({ path }) => path);
  const problems = [...read.problems, ...validateRest(read.config, unread).map(inJson)];
  return { name, language: "ignition", config: read.config, problems, isBroken, version: statedVersion(bytes), bytes };
}

function ofButane(name: string, text: string, filesDirectory: string | undefined): Loaded {
  const read = fromButane(text, filesDirectory === undefined ? undefined : localFiles(filesDirectory));
  const isBroken = hasErrors(read.problems);
  const problems = [...read.problems, ...read.validate()];
  const version = isBroken ? null : versionOf(read.config);
  const bytes = rendered({ config: read.config, problems });
  return { name, language: "butane", config: read.config, problems, isBroken, version, bytes };
}

function statedVersion(bytes: Buffer): string | null {
  try {
    const json = JSON.parse(bytes.toString("utf8")) as { readonly ignition?: { readonly version?: unknown } } | null;
    const version = json?.ignition?.version;
    return typeof version === "string" ? version : null;
  } catch {
    return null;
  }
}

function readFile(path: string): Buffer {
  try {
    return readFileSync(path);
  } catch (error) {
    const { code = "", message } = error as NodeJS.ErrnoException;
    const why: Readonly<Record<string, string>> = {
      ENOENT: "there is no such file",
      EISDIR: "this is a folder",
      EACCES: "it may not be read",
    };
    throw new UsageError(`${path}: ${why[code] ?? message}`);
  }
}
