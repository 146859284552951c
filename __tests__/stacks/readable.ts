/**
 * A synthesized stack as a snapshot shows it: documents as their structure, long texts by their first line, and the
 * version of the bundled provider, which changes with every build, as a word.
 */
export function readable(value: unknown): unknown {
  if (Array.isArray(value)) return value.map(readable);
  if (typeof value === "string") return readableText(value);
  if (typeof value !== "object" || value === null) return value;
  return Object.fromEntries(
    Object.entries(value).map(([key, item]) => [
      key,
      /^(document|ignition)_wo$/.test(key) && String(item).startsWith("{")
        ? readable(JSON.parse(String(item)))
        : readable(item),
    ]),
  );
}

function readableText(text: string): string {
  if (/^\d+\.\d+\.\d+-dev\.[0-9a-f]{8}$/.test(text)) return "VERSION";
  return text.length > 400 ? `${text.slice(0, 40).split("\n")[0]} …` : text;
}
