import fc from "fast-check";
import type { Example, Tree } from "./example";
import { examples } from "./examples";

/**
 * What YAML gives a meaning to, and what its parsers disagree about most. Tabs, bare tags and ends of documents are left
 * out: there YAML 1.2, which is read here, and 1.1, which Butane reads, are known to differ in what is an error.
 */
const PIECES = [
  ...[" ", "  ", "\n", "\r\n", ": ", ":", "- ", "-", "? ", "#", " #", ",", "[", "]", "{", "}", "&a ", "*a", "<<: "],
  ...["|", ">", ">-", "|+", "'", '"', "\\", "%", "@", "`", "~", "null", "0", "0o7", "yes", "é", "\u00a0"],
];

type Edit = readonly [place: number, length: number, piece: string];

const edit: fc.Arbitrary<Edit> = fc.tuple(
  fc.noBias(fc.double({ min: 0, max: 1, noNaN: true })),
  fc.nat(3),
  fc.constantFrom("", ...PIECES),
);

/** Examples with a few characters changed, so that some are no YAML, and some another document. */
export const mutatedExample: fc.Arbitrary<{ readonly yaml: string; readonly files: Tree }> = fc
  .tuple(fc.constantFrom(...examples), fc.array(edit, { minLength: 1, maxLength: 2 }))
  .map(([{ yaml, files = {} }, edits]: [Example, Edit[]]) => ({ yaml: edits.reduce(edited, yaml), files }));

function edited(yaml: string, [place, length, piece]: Edit): string {
  // Without its head a document is refused, and nothing is learnt.
  const head = yaml.indexOf("\n", yaml.indexOf("version")) + 1;
  const start = head + Math.floor(place * (yaml.length - head));
  return yaml.slice(0, start) + piece + yaml.slice(start + length);
}
