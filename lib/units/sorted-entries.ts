/**
 * The entries of an object whose keys are of the user's choice, in the order of their keys: OpenTofu sorts them on the
 * way to the provider, and the text has to be the same there and here.
 */
export function sortedEntries<T>(values: Readonly<Record<string, T>>): readonly (readonly [string, T])[] {
  return Object.entries(values).toSorted(([a], [b]) => (a < b ? -1 : 1));
}
