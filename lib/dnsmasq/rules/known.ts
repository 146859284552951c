import { isLate, type MaybeLate } from "../../values/late";

/** The value, or undefined where it is not known yet: nothing is said of that. */
export function known<T>(value: MaybeLate<T> | undefined): T | undefined {
  return value === undefined || isLate(value) ? undefined : value;
}
