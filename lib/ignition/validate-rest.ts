import type { Path, Problem } from "../values/config-error";
import { isLate, Late } from "../values/late";
import type { IgnitionConfig } from "./schema";
import { validateIgnition } from "./validate";

/** What items of these lists are is asked by rules about others. */
const ASKED_FOR = ["disks", "raid", "luks", "filesystems"];

/**
 * What can be said of a config of which parts could not be read: all but what hangs on these.
 *
 * What could not be read is taken for a late value, which no rule looks at.
 *
 * @param unread paths of what could not be read; none of them for a sound config
 */
export function validateRest(config: IgnitionConfig, unread: readonly Path[]): readonly Problem[] {
  if (unread.length === 0) return validateIgnition(config);
  const start = unread.some(mayBeAskedFor) ? opened(config) : config;
  const whole = unread.reduce<unknown>(withUnknown, start);
  return validateIgnition(whole as IgnitionConfig).filter(({ path }) => !isUnknown(whole, path));
}

/** Whether a path is another one, or below it. */
export function isWithin(path: Path, other: Path): boolean {
  return other.every((step, index) => path[index] === step);
}

/** Whether others may refer to what is missing at a path. */
function mayBeAskedFor(path: Path): boolean {
  return path.length <= 3 || ASKED_FOR.includes(String(path[1])) || path.at(-1) === "name";
}

/** As if another config took part, from which anything may come. */
function opened({ ignition, ...rest }: IgnitionConfig): unknown {
  return { ...rest, ignition: { ...ignition, config: { ...ignition?.config, replace: Late.token("") } } };
}

/** A value with something late at a path, or at the first step of it that is not there. */
function withUnknown(value: unknown, [step, ...rest]: Path): unknown {
  if (step === undefined || typeof value !== "object" || value === null || isLate(value)) return Late.token("");
  const inner = (value as Readonly<Record<string | number, unknown>>)[step];
  const changed = withUnknown(inner, rest);
  if (Array.isArray(value)) return value.map((item: unknown, index) => (index === step ? changed : item));
  return { ...value, [step]: changed };
}

function isUnknown(value: unknown, [step, ...rest]: Path): boolean {
  if (isLate(value)) return true;
  if (step === undefined || typeof value !== "object" || value === null) return false;
  return isUnknown((value as Readonly<Record<string | number, unknown>>)[step], rest);
}
