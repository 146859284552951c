import { decodeDocument, encodeDocument, type Document } from "../../lib/documents";
import type { Path } from "../../lib/values/config-error";
import { isLate, Late } from "../../lib/values/late";

export type Scalar = string | number | boolean;

/** A scalar within a structure. */
export interface Leaf {
  readonly path: Path;
  readonly value: Scalar;
}

/** Every scalar of a structure that is known. */
export function leavesOf(value: unknown, path: Path = []): readonly Leaf[] {
  if (isLate(value) || value === null || value === undefined) return [];
  if (typeof value !== "object") return [{ path, value: value as Scalar }];
  return Object.entries(value).flatMap(([key, item]) =>
    leavesOf(item, [...path, Array.isArray(value) ? Number(key) : key]),
  );
}

/** What shapes a document, and so has to be known at synth; all else may be late. */
const FIXED = [
  // Which rules hold for what stands beside it.
  /(^|\.)(kind|command|form)$/,
  /^config\.mode$/,
  /\.Mount\[\]\.type$/,
  /^config\.ignition\.(version|newer\..*)$/,
  /\.(compression|unverified)$/,
  // What others are known by, or named by.
  /^unit\.(.*\.)?name$/,
  /\.document\.unit\.name$|\.units\[\]\.unit\.name$/,
  /^config\.subnets\[\]\.(name|interface)$/,
  /^script\..*\.(name|label|goto|setting)$|^script\.commands\[\].*\.(key|image)$/,
  // How an iPXE script goes.
  /^script\.(returns|.*\.(attempts|seconds|\w+Seconds|factor|onFailure|autofree|default))$/,
];

const known = new WeakMap<Document, readonly Leaf[]>();

/** Every value of a document that may be late. Documents are looked through once: they are asked about many times. */
export function lateable(document: Document): readonly Leaf[] {
  const before = known.get(document);
  if (before !== undefined) return before;
  const found = leavesOf(document).filter(({ path }) => {
    const pattern = patternOf(path);
    return !FIXED.some((fixed) => fixed.test(pattern));
  });
  known.set(document, found);
  return found;
}

/** The structure with something else in one place. */
export function withLeaf<T>(value: T, [step, ...rest]: Path, replacement: unknown): T {
  if (step === undefined) return replacement as T;
  if (Array.isArray(value)) {
    return value.map((item: unknown, index) => (index === step ? withLeaf(item, rest, replacement) : item)) as T;
  }
  return Object.fromEntries(
    Object.entries(value as object).map(([key, item]: [string, unknown]) => [
      key,
      key === step ? withLeaf(item, rest, replacement) : item,
    ]),
  ) as T;
}

/** `["storage", "files", 0, "path"]` → `storage.files[].path`: the same for every item of a list. */
export function patternOf(path: Path): string {
  let pattern = "";
  for (const step of path) pattern += typeof step === "number" ? "[]" : `.${step}`;
  return pattern.startsWith(".") ? pattern.slice(1) : pattern;
}

/**
 * A document whose leaf is a token, as the provider gets it: encoded, `value` put in the token's place by OpenTofu, and
 * null wherever something was not set.
 */
export function throughOpenTofu(document: Document, path: Path, value: unknown): Document {
  const late = withLeaf(document, path, Late.token("${token}"));
  const json = JSON.stringify(encodeDocument(late)).replaceAll('"${token}"', () => JSON.stringify(value));
  return decodeDocument(JSON.stringify(withNulls(JSON.parse(json))));
}

/** OpenTofu sorts keys, and writes one that is not set as null; which keys there are does not matter here. */
function withNulls(value: unknown): unknown {
  if (Array.isArray(value)) return value.map(withNulls);
  if (typeof value !== "object" || value === null) return value;
  const sorted = Object.entries(value).toSorted(([a], [b]) => (a < b ? -1 : 1));
  const entries = sorted.map(([key, item]) => [key, withNulls(item)] as const);
  return Object.fromEntries([...entries, ["notSet", null] as const]);
}
