import { isUtf8 } from "node:buffer";
import type { Scalar as YamlScalar } from "yaml";

/** What stands for true and false. The first of each are YAML's; the others Butane takes as well, in quotes too. */
const TRUE = ["true", "True", "TRUE", "y", "Y", "yes", "Yes", "YES", "on", "On", "ON"];
const FALSE = ["false", "False", "FALSE", "n", "N", "no", "No", "NO", "off", "Off", "OFF"];
const YAMLS_OWN = 3;

const NULL = ["", "~", "null", "Null", "NULL"];

const TAG = "tag:yaml.org,2002:";

/** A value of the YAML that is no list and no section, as it stands there. */
export interface Plain {
  readonly source: string;

  /** Whether it stands without quotes and tag, so that its form says what it is. */
  readonly plain: boolean;

  /** The short name of its tag, such as `int`; "" if there is none. */
  readonly tag: string;
}

export function plainOf({ source, value, type, tag = "" }: YamlScalar): Plain {
  return {
    source: typeof value === "string" ? value : (source ?? ""),
    plain: type === undefined || type === "PLAIN",
    tag: tag.startsWith(TAG) ? tag.slice(TAG.length) : tag === "!" ? "str" : tag,
  };
}

/** Whether there is nothing where a value could be. */
export function isNull({ source, plain, tag }: Plain): boolean {
  return tag === "null" || (tag === "" && plain && NULL.includes(source));
}

/** Tags by which a value can be what it is read as. */
export const TAGS = ["", "str", "int", "bool", "float", "null", "binary"];

/** Any value can be read as text, quotes or not: `0644` is the four digits. Undefined if the bytes are no text. */
export function textOf(plain: Plain): string | undefined {
  const bytes = bytesOf(plain);
  return bytes !== undefined && isUtf8(bytes) ? bytes.toString("utf8") : undefined;
}

/** The bytes of a text, or what `!!binary` gives in base64. */
export function bytesOf({ source, tag }: Plain): Buffer | undefined {
  if (tag !== "binary") return Buffer.from(source);
  const base64 = source.replace(/\s/g, "");
  const bytes = Buffer.from(base64, "base64");
  return bytes.toString("base64") === base64 ? bytes : undefined;
}

export function flagOf({ source, plain, tag }: Plain): boolean | undefined {
  const from = plain && tag !== "str" ? 0 : YAMLS_OWN;
  if (TRUE.slice(from).includes(source)) return true;
  return FALSE.slice(from).includes(source) ? false : undefined;
}

const RADIX: Readonly<Record<string, number>> = { "0x": 16, "0o": 8, "0": 8, "0b": 2, "": 10 };

const DIGITS: Readonly<Record<number, RegExp>> = {
  2: /^[01]+$/,
  8: /^[0-7]+$/,
  10: /^(?:0|[1-9][0-9]*)$/,
  16: /^[0-9a-f]+$/i,
};

/** A whole number, decimal, or octal after `0` or `0o`, hexadecimal after `0x`, binary after `0b`. */
export function numberOf({ source, plain, tag }: Plain): number | undefined {
  if (!(plain || tag === "int") || tag === "str" || tag === "binary" || source.startsWith("_")) return undefined;
  const [, sign = "", prefix = "", digits = ""] =
    /^([-+]?)(0x|0o|0b|0(?=[0-7])|)([0-9a-f]+)$/i.exec(source.replaceAll("_", "")) ?? [];
  const radix = RADIX[prefix.toLowerCase()] ?? 10;
  if (DIGITS[radix]?.test(digits) !== true) return undefined;
  const value = Number.parseInt(digits, radix);
  return Number.isSafeInteger(value) ? (sign === "-" && value !== 0 ? -value : value) : undefined;
}

/** What a value is, for an error: the value itself may be a secret. */
export function kindOf(plain: Plain): string {
  if (plain.tag !== "binary" && numberOf(plain) !== undefined) return "a number";
  return plain.plain && flagOf(plain) !== undefined ? plain.source : "a text";
}
