import { z } from "zod";

/** Where a late value comes from, and so who can fill it in. */
export type LateSource =
  /** A CDKTF token: OpenTofu puts the value in its place before the provider sees the document. */
  | { readonly from: "token"; readonly token: unknown }
  /** An Ed25519 host key that the provider derives from its seal secret; `private` is an OpenSSH private key file. */
  | {
      readonly from: "sealed-key";
      readonly name: string;
      readonly generation: number;
      readonly part: "private" | "public";
    }
  /** 32 hex digits that change with the Ignition they stand in, or with the Ignition file at path `of` of the same resource. */
  | { readonly from: "nonce"; readonly of?: string | undefined }
  /** The sha512, in hex, of the file at path `of` of the same resource. */
  | { readonly from: "sha512"; readonly of: string };

/** Marks late values across copies of this module, of which a project that loads it twice has two. */
const MARK: unique symbol = Symbol.for("slipway.late");

/** A value that is not known at synth. Pure modules hand it on unchecked; the provider checks it by the same rules. */
export class Late<T = string> {
  /** Never set: it only keeps `Late<string>` and `Late<number>` apart. */
  declare readonly type?: T;

  readonly [MARK] = true;

  private constructor(readonly source: LateSource) {}

  static token<T>(token: T): Late<T> {
    return new Late<T>({ from: "token", token });
  }

  static sealedKey(name: string, generation: number, part: "private" | "public"): Late<string> {
    return new Late({ from: "sealed-key", name, generation, part });
  }

  static nonce(of?: string): Late<string> {
    return new Late({ from: "nonce", of });
  }

  static sha512(of: string): Late<string> {
    return new Late({ from: "sha512", of });
  }

  /** Rebuilds what {@link encodeLate} wrote. */
  static fromSource(source: LateSource): Late<never> {
    return new Late<never>(source);
  }
}

/** A value that may be known only later. */
export type MaybeLate<T> = T | Late<T>;

/** Text, of which pieces may be late. The pieces of a list are joined with nothing between. */
export type Text = string | Late<string> | readonly (string | Late<string>)[];

export function isLate(value: unknown): value is Late<unknown> {
  // Each value of each document comes by here: to read a key is faster than to ask for it.
  return typeof value === "object" && value !== null && (value as { readonly [MARK]?: true })[MARK] === true;
}

/** Whether any part of a plain value, at any depth, is late. */
export function hasLate(value: unknown): boolean {
  if (isLate(value)) return true;
  if (Array.isArray(value)) return value.some(hasLate);
  if (typeof value !== "object" || value === null) return false;
  // In a plain loop: each value of each document comes by here.
  for (const key of Object.keys(value)) if (hasLate((value as Readonly<Record<string, unknown>>)[key])) return true;
  return false;
}

/** Accepts a late value unseen, and anything else as `schema` does. */
export function late<S extends z.ZodType>(schema: S): z.ZodType<MaybeLate<z.infer<S>>> {
  return z.custom<MaybeLate<z.infer<S>>>().superRefine((value, context) => {
    if (isLate(value)) return;
    for (const issue of schema.safeParse(value).error?.issues ?? []) context.addIssue({ ...issue } as never);
  });
}

/** Any {@link Text}; `piece` checks each piece that is known. */
export function lateText(piece: z.ZodType<string> = z.string()): z.ZodType<Text> {
  const one = late(piece);
  return z.union([z.array(one), one]) as unknown as z.ZodType<Text>;
}

/** Key of what the provider has to fill in. */
const LATE = "$late";
/** Key of text that OpenTofu would change on its way, as JSON. */
const TEXT = "$text";
/** Key of an object that would be taken for one of these. */
const OBJECT = "$object";

/**
 * Turns a structure into plain data for `jsonencode`: a token stands for itself, since OpenTofu replaces it; what
 * the provider has to fill in becomes `{"$late": source}`. OpenTofu brings all text into Unicode's normal form, so text
 * that has another one becomes `{"$text": JSON of it}`.
 */
export function encodeLate(value: unknown): unknown {
  if (isLate(value)) return value.source.from === "token" ? value.source.token : { [LATE]: value.source };
  if (Array.isArray(value)) return value.map(encodeLate);
  if (typeof value === "string" && value !== value.normalize("NFC")) return { [TEXT]: ascii(value) };
  if (typeof value !== "object" || value === null) return value;
  const encoded = Object.fromEntries(
    Object.entries(value).flatMap(([key, item]) => (item === undefined ? [] : [[key, encodeLate(item)]])),
  );
  return markOf(encoded) === undefined ? encoded : { [OBJECT]: encoded };
}

/** The reverse of {@link encodeLate}, on plain JSON. */
export function decodeLate(value: unknown): unknown {
  if (Array.isArray(value)) return value.map(decodeLate);
  if (typeof value !== "object" || value === null) return value;
  const inner = Object.values(value)[0] as unknown;
  switch (markOf(value)) {
    case LATE:
      return Late.fromSource(inner as LateSource);
    case TEXT:
      return unescaped(inner);
    case OBJECT:
      return typeof inner === "object" && inner !== null ? decodeItems(inner) : inner;
    default:
      return decodeItems(value);
  }
}

function decodeItems(value: object): unknown {
  return Object.fromEntries(Object.entries(value).map(([key, item]) => [key, decodeLate(item)]));
}

/** The only key of an object, if it is one of those that have a meaning here. */
function markOf(value: object): string | undefined {
  const [key = "", ...others] = Object.keys(value);
  return others.length === 0 && [LATE, TEXT, OBJECT].includes(key) ? key : undefined;
}

/** JSON in which every character is its own normal form. */
function ascii(text: string): string {
  return JSON.stringify(text).replace(
    /[^\x20-\x7e]/g,
    (unit) => `\\u${unit.charCodeAt(0).toString(16).padStart(4, "0")}`,
  );
}

/** What is not such JSON was not written here, and is left for the checks. */
function unescaped(json: unknown): unknown {
  try {
    const text: unknown = JSON.parse(String(json));
    return typeof text === "string" ? text : json;
  } catch {
    return json;
  }
}

/** Replaces each late value by what `fill` answers; `undefined` leaves it late. */
export function fillLate(value: unknown, fill: (source: LateSource) => unknown): unknown {
  if (isLate(value)) return fill(value.source) ?? value;
  if (Array.isArray(value)) return value.map((item) => fillLate(item, fill));
  if (typeof value !== "object" || value === null) return value;
  return Object.fromEntries(Object.entries(value).map(([key, item]) => [key, fillLate(item, fill)]));
}
