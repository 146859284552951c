import type { IgnitionConfig as IgnitionData } from "../ignition/schema";
import { isLate } from "../values/late";

/** Puts configs together: lists one after another, and of two single values the later one. */
export function mergeIgnition(parts: readonly IgnitionData[]): IgnitionData {
  return parts.reduce<IgnitionData>((config, part) => merge(config, part) as IgnitionData, {});
}

function merge(first: unknown, second: unknown): unknown {
  if (second === undefined) return first;
  if (Array.isArray(first) && Array.isArray(second)) return [...(first as unknown[]), ...(second as unknown[])];
  if (!isRecord(first) || !isRecord(second)) return second;
  const keys = [...new Set([...Object.keys(first), ...Object.keys(second)])];
  return Object.fromEntries(keys.map((key) => [key, merge(first[key], second[key])]));
}

function isRecord(value: unknown): value is Readonly<Record<string, unknown>> {
  return typeof value === "object" && value !== null && !Array.isArray(value) && !isLate(value);
}
