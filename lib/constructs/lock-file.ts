import { accessSync, constants, existsSync, readFileSync, realpathSync, renameSync, writeFileSync } from "node:fs";
import { dirname } from "node:path";
import { z } from "zod";
import { check } from "../values/check";
import { ConfigError, refuseErrors } from "../values/config-error";
import { ipv4Schema } from "../values/ipv4";
import { vmIdSchema } from "../values/vm-id";

const allotment = z.strictObject({ vmId: vmIdSchema.optional(), address: ipv4Schema.optional() });
const schema = z.object({ guests: z.record(z.string(), allotment).default({}) });

/** What a guest was given because its properties did not say. */
export type Allotment = Readonly<z.infer<typeof allotment>>;

/** The allotments of all guests, by the paths of their constructs. */
export type Allotments = Readonly<Record<string, Allotment>>;

/**
 * Reads the allotments out of the lock file. Where there is no file there are none.
 *
 * @throws ConfigError if the file is damaged
 */
export function readAllotments(path: string): Allotments {
  const lock = readLock(path);
  refuseErrors(check(schema, lock, "lock"), path);
  return schema.parse(lock).guests;
}

/**
 * Adds allotments to the lock file in one step, and keeps whatever else is in it.
 *
 * @throws ConfigError if it cannot be written, or if something else gave away the same meanwhile
 */
export function addAllotments(path: string, added: Allotments): void {
  const present = readAllotments(path);
  refuseErrors(Object.entries(added).flatMap(([guest, given]) => contested(guest, given, present)));
  const together = Object.entries(added).map(([guest, given]) => [guest, { ...present[guest], ...given }] as const);
  const guests = Object.entries({ ...present, ...Object.fromEntries(together) }).sort(([a], [b]) => (a < b ? -1 : 1));
  const text = `${JSON.stringify({ ...readLock(path), guests: Object.fromEntries(guests) }, null, 2)}\n`;
  const file = existsSync(path) ? realpathSync(path) : path;
  const temporary = `${file}.${process.pid}`;
  try {
    writeFileSync(temporary, text);
    renameSync(temporary, file);
  } catch (error) {
    throw refused("lock/unwritable", path, "the file cannot be written", error, "make its folder writable");
  }
}

/** Whether the lock file can be written, as far as can be told beforehand. */
export function isWritable(path: string): boolean {
  try {
    accessSync(dirname(path), constants.W_OK);
    if (existsSync(path)) accessSync(path, constants.W_OK);
    return true;
  } catch {
    return false;
  }
}

function readLock(path: string): object {
  if (!existsSync(path)) return {};
  try {
    return z.looseObject({}).parse(JSON.parse(readFileSync(path, "utf8")));
  } catch (error) {
    throw refused("lock/unreadable", path, "the file cannot be read", error, "restore it from version control");
  }
}

/** Two programs may synthesize at once; the later one must not give away what the earlier one has. */
function contested(guest: string, given: Allotment, present: Allotments) {
  return Object.entries(present).flatMap(([other, taken]) =>
    (["vmId", "address"] as const)
      .filter((kind) => given[kind] !== undefined && taken[kind] !== undefined)
      .filter((kind) => (given[kind] === taken[kind]) !== (guest === other))
      .map((kind) => ({
        code: "lock/changed-meanwhile",
        severity: "error" as const,
        path: [guest, kind],
        what: `"${other}" was given ${taken[kind]} by another program while this one ran`,
        got: String(given[kind]),
        fix: "synthesize again",
      })),
  );
}

function refused(code: string, path: string, what: string, error: unknown, fix: string): ConfigError {
  const reason = error instanceof Error ? error.message : String(error);
  return new ConfigError([{ code, severity: "error", path: [], what: `${what}: ${reason}`, got: path, fix }]);
}
