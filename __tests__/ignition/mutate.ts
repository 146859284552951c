import fc from "fast-check";

/** Plain JSON data. */
export type Json = null | boolean | number | string | readonly Json[] | { readonly [key: string]: Json };

type Step = string | number;
type Place = readonly Step[];

/** Texts with a meaning for some parser on the way: line ends of all kinds, quotes, variables, separators, NUL. */
export const hostileTexts: fc.Arbitrary<string> = fc.constantFrom(
  ...["\n", "\r\n", "\r", "\u0000", "\u0085", "\u2028", "\u2029", '"', "'", "%", "%n", "%41", "${x}", "$(x)", "%{x}"],
  ...[
    ",",
    "#",
    ";",
    "\\",
    ":",
    "/",
    "//",
    "/../",
    "/.",
    " ",
    "\t",
    "ü",
    "\u{1f680}",
    "]",
    "[",
    "=",
    "?",
    "&",
    "@",
    "-",
  ],
  ...["<", "|", "*", "~", "^", "`", "{", "\ufeff", "\u00a0", "\u000b", "\u001b[0m", "--"],
);

/** Values of every type, and numbers at the ends of what types hold. */
const otherValues: fc.Arbitrary<Json> = fc.constantFrom<Json>(
  ...[
    null,
    true,
    false,
    0,
    -1,
    1,
    1.5,
    128,
    129,
    0o777,
    0o1777,
    0o7777,
    0o10000,
    644,
    2 ** 31,
    2 ** 32,
    2 ** 53,
    -(2 ** 31),
  ],
  ...["", "x", "/", "/a", "/a/b", "a.service", "3.4.0", "3.5.0", "3.6.0", "3.7.0", "gzip", "data:,", "https://a/b"],
  ...["data:;base64,YQ==", "/dev/vdb", "ext4", "swap", "raid0", "[Unit]\n", "x".repeat(300), "\n\n"],
  ...[[], {}, [null], ["a", "a"], { source: "data:,a" }, { name: "a" }, { path: "/a" }, { label: "a" }],
);

/** Documents within a config are left out: they are not rendered here. */
const otherKeys = fc.constantFrom(
  ...["path", "device", "name", "label", "number", "source", "target", "contents", "hash", "format", "x-own", "Path"],
  ...["newer", "unverified", "base64", "units", "files", "links", "luks", "cex", "__proto__", ""],
);

type Mutation =
  | { readonly kind: "delete" | "duplicate" | "swap" | "copy"; readonly at: number; readonly other: number }
  | { readonly kind: "retype"; readonly at: number; readonly value: Json }
  | { readonly kind: "rename"; readonly at: number; readonly key: string }
  | { readonly kind: "insert"; readonly at: number; readonly text: string; readonly where: number };

const mutations: fc.Arbitrary<Mutation> = fc.oneof(
  fc.record({
    kind: fc.constantFrom("delete" as const, "duplicate" as const, "swap" as const, "copy" as const),
    at: fc.nat(),
    other: fc.nat(),
  }),
  fc.record({ kind: fc.constant("retype" as const), at: fc.nat(), value: otherValues }),
  fc.record({ kind: fc.constant("rename" as const), at: fc.nat(), key: otherKeys }),
  fc.record({ kind: fc.constant("insert" as const), at: fc.nat(), text: hostileTexts, where: fc.nat() }),
);

/** Data with one to three things changed: removed, renamed, doubled, exchanged, of another type, or hostile. */
export function mutated(data: fc.Arbitrary<Json>): fc.Arbitrary<Json> {
  return fc
    .tuple(data, fc.array(mutations, { minLength: 1, maxLength: 3 }))
    .map(([value, all]) => all.reduce(mutate, value));
}

function mutate(data: Json, mutation: Mutation): Json {
  const places = placesIn(data);
  const place = places[mutation.at % places.length];
  if (place === undefined || place.length === 0) return data;
  switch (mutation.kind) {
    case "delete":
      return remove(data, place);
    case "retype":
      return replace(data, place, () => mutation.value);
    case "rename":
      return rename(data, place, mutation.key);
    case "duplicate":
      return duplicate(data, place);
    case "insert": {
      const texts = places.filter((one) => typeof at(data, one) === "string");
      const text = texts[mutation.at % texts.length];
      return text === undefined ? data : replace(data, text, (value) => inserted(String(value), mutation));
    }
    case "swap":
    case "copy": {
      const alike = places.filter((one) => one.length > 0 && typeof at(data, one) === typeof at(data, place));
      const other = alike[mutation.other % alike.length] ?? place;
      const [first, second] = [at(data, place), at(data, other)];
      const copied = replace(data, place, () => second);
      return mutation.kind === "copy" || startsWith(place, other) ? copied : replace(copied, other, () => first);
    }
  }
}

function inserted(text: string, { text: hostile, where }: { readonly text: string; readonly where: number }): string {
  const index = where % (text.length + 1);
  return `${text.slice(0, index)}${hostile}${text.slice(index)}`;
}

function startsWith(place: Place, other: Place): boolean {
  return other.every((step, index) => step === place[index]);
}

function placesIn(data: Json, place: Place = []): readonly Place[] {
  if (typeof data !== "object" || data === null) return [place];
  const inner = isList(data)
    ? data.flatMap((item, index) => placesIn(item, [...place, index]))
    : Object.entries(data).flatMap(([key, item]) => placesIn(item, [...place, key]));
  return [place, ...inner];
}

function isList(data: Json): data is readonly Json[] {
  return Array.isArray(data);
}

function at(data: Json, place: Place): Json {
  return place.reduce<Json>((value, step) => {
    if (typeof value !== "object" || value === null) return null;
    return (isList(value) ? value[Number(step)] : value[step]) ?? null;
  }, data);
}

function replace(data: Json, [step, ...rest]: Place, change: (value: Json) => Json): Json {
  if (step === undefined) return change(data);
  if (typeof data !== "object" || data === null) return data;
  if (isList(data)) return data.map((item, index) => (index === step ? replace(item, rest, change) : item));
  return Object.fromEntries(
    Object.entries(data).map(([key, item]) => [key, key === step ? replace(item, rest, change) : item]),
  );
}

function inParent(data: Json, place: Place, change: (parent: Json, step: Step) => Json): Json {
  const last = place.at(-1);
  return last === undefined ? data : replace(data, place.slice(0, -1), (parent) => change(parent, last));
}

function remove(data: Json, place: Place): Json {
  return inParent(data, place, (parent, step) => {
    if (typeof parent !== "object" || parent === null) return parent;
    if (isList(parent)) return parent.filter((_, index) => index !== step);
    return Object.fromEntries(Object.entries(parent).filter(([key]) => key !== step));
  });
}

function rename(data: Json, place: Place, name: string): Json {
  return inParent(data, place, (parent, step) => {
    if (typeof parent !== "object" || parent === null || isList(parent)) return parent;
    return Object.fromEntries(Object.entries(parent).map(([key, item]) => [key === step ? name : key, item]));
  });
}

/** Of a list an item, of an object the whole, if it is an item itself. */
function duplicate(data: Json, place: Place): Json {
  const index = place.findLastIndex((step) => typeof step === "number");
  if (index === -1) return data;
  const item = at(data, place.slice(0, index + 1));
  return inParent(data, place.slice(0, index + 1), (parent) => (isList(parent) ? [...parent, item] : parent));
}
