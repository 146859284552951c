const units = ["", "K", "M", "G", "T"] as const;

/** Bytes of `16G`, `528K` or `1024`. */
export function parseSize(text: string): number {
  const [, digits = "", unit = ""] = /^(\d+(?:\.\d+)?)([KMGT]?)$/.exec(text) ?? [];
  return Math.round(Number(digits) * 1024 ** units.indexOf(unit === "" ? "" : (unit as (typeof units)[number])));
}

/** The shortest exact form: `16G`, not `16384M`. */
export function formatSize(bytes: number): string {
  let size = bytes;
  let unit = 0;
  while (size >= 1024 && size % 1024 === 0 && unit < units.length - 1) {
    size /= 1024;
    unit += 1;
  }
  return `${size}${units[unit] ?? ""}`;
}
