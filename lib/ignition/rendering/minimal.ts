/**
 * Leaves out of plain JSON data all that says nothing: what is undefined, and lists and objects that are empty, or
 * become so.
 */
export function minimal(value: unknown): unknown {
  if (Array.isArray(value)) {
    const items = value.map(minimal).filter((item) => item !== undefined);
    return items.length === 0 ? undefined : items;
  }
  if (typeof value !== "object" || value === null) return value;
  const entries = Object.entries(value).flatMap(([key, item]) => {
    const kept = minimal(item);
    return kept === undefined ? [] : [[key, kept] as const];
  });
  return entries.length === 0 ? undefined : Object.fromEntries(entries);
}
