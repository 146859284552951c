/** A value such as `local-lvm:vm-102-disk-0,discard=on,size=16G`: pairs, of which the first may stand without its key. */
export type Properties = ReadonlyMap<string, string>;

/** @param defaultKey name of the value that has none */
export function parseProperties(text: string, defaultKey: string): Properties {
  const properties = new Map<string, string>();
  for (const part of text.split(",").filter((piece) => piece !== "")) {
    const equals = part.indexOf("=");
    if (equals < 0) properties.set(defaultKey, part);
    else properties.set(part.slice(0, equals), part.slice(equals + 1));
  }
  return properties;
}

/** Writes pairs in the order given; absent values are left out, booleans become 1 and 0. */
export function renderProperties(
  properties: Iterable<readonly [string, string | number | boolean | null | undefined]>,
): string {
  const parts: string[] = [];
  for (const [key, value] of properties) {
    if (value === null || value === undefined) continue;
    const text = typeof value === "boolean" ? (value ? "1" : "0") : String(value);
    // A comma would start the next property. Callers check their values; this is the last line of defence.
    if (/[,\r\n]/.test(text)) throw new Error(`the value of "${key}" holds a comma or a line end`);
    parts.push(`${key}=${text}`);
  }
  return parts.join(",");
}

const UNITS: Readonly<Record<string, number>> = { "": 1, K: 1024, M: 1024 ** 2, G: 1024 ** 3, T: 1024 ** 4 };

/** `16G` → 17179869184; null if the text is no size. */
export function parseSize(text: string): number | null {
  const [, digits, unit = ""] = /^(\d+(?:\.\d+)?)([KMGT]?)$/.exec(text) ?? [];
  return digits === undefined ? null : Number(digits) * (UNITS[unit] ?? 1);
}
