import { z } from "zod";

/** An object that a spec newer than 3.6.0 may give more keys. */
export interface Extensible {
  /**
   * Keys that only a newer spec has, with their values. They are written beside the others as they stand, unchecked.
   * For use with `ignition: { newer: { version: "3.7.0" } }`, which is then the version of the config.
   */
  readonly newer?: NewerKeys | undefined;
}

/** Keys of a newer spec, with any plain JSON data. */
export type NewerKeys = Readonly<Record<string, unknown>>;

const newerKeys = z.custom<NewerKeys>(
  (value) => typeof value === "object" && value !== null && !Array.isArray(value),
  "not an object of keys",
);

/** An object with exactly these keys, and those that a newer spec gives it. */
export function object<Shape extends z.ZodRawShape>(shape: Shape) {
  return z.strictObject({ ...shape, newer: newerKeys.optional() });
}
