import { Token, Tokenization, type IResolvable } from "cdktf";
import type { Path, Problem } from "../values/config-error";
import { isLate, Late, type MaybeLate } from "../values/late";

const STRING_TOKEN = /\$\{TfToken\[[a-zA-Z0-9:._-]+\]\}/g;
const NUMBER_TOKEN = /-\d(?:\.\d+)?e\+\d+/g;

/** A list that is not known at synth, among the items of one that is: its items take its place. */
export class Spread {
  constructor(readonly list: unknown) {}
}

/** Whether a value is a CDKTF token, or text that holds one. Numbers and lists can be tokens as well. */
export function isToken(value: unknown): boolean {
  if (typeof value === "string") return splitTokens(value).some((piece) => typeof piece !== "string");
  return tokenOf(value) !== undefined;
}

/** A value as pure modules take it: a token becomes late, all else stays. */
export function toLate<T>(value: T): MaybeLate<T> {
  return isToken(value) ? Late.token(value) : value;
}

/**
 * The same for a whole structure of plain data, at any depth. A list that is a token becomes a list with one late item,
 * a {@link Spread}, so that others can be put before and behind it.
 */
export function toLateDeep<T>(value: T): T {
  return deep(value) as T;
}

/**
 * The reverse of {@link toLateDeep}: tokens as CDKTF has them. What only the provider knows stays late, and so does a
 * list among other items, for which CDKTF has no token.
 */
export function fromLateDeep<T>(value: T): T {
  return undone(value) as T;
}

/**
 * Problems without those at lists and objects that are late as a whole. Pure modules know late scalars only; what OpenTofu
 * puts in the place of a list is checked by the provider.
 *
 * @param root what the paths of the problems go through; they may leave out the one key of a document that holds its body
 */
export function besidesLateLists(problems: readonly Problem[], root: unknown): readonly Problem[] {
  return problems.filter(({ path }) => !passesLateList(root, path));
}

/** The value if it is known at synth; undefined if it is a token. */
export function known<T>(value: T): T | undefined {
  return isToken(value) ? undefined : value;
}

/** A token that is no text: an encoded number, list or map, or a resolvable object. */
export function tokenOf(value: unknown): IResolvable | undefined {
  if (typeof value === "string" || value === null || value === undefined || isLate(value)) return undefined;
  if (typeof value === "number") return attempt(() => Tokenization.reverseNumber(value));
  return Token.isUnresolved(value) ? attempt(() => Tokenization.reverse(value)[0]) : undefined;
}

/** Takes text with embedded tokens apart. What only looks like a token is literal text. */
export function splitTokens(text: string): readonly (string | IResolvable)[] {
  return split(text, STRING_TOKEN, (match) => Tokenization.reverseString(match).firstToken).flatMap((piece) =>
    typeof piece === "string"
      ? split(piece, NUMBER_TOKEN, (match) => Tokenization.reverseNumber(Number(match)))
      : piece,
  );
}

function split(
  text: string,
  pattern: RegExp,
  reverse: (match: string) => IResolvable | undefined,
): readonly (string | IResolvable)[] {
  const pieces: (string | IResolvable)[] = [];
  let start = 0;
  for (const match of text.matchAll(pattern)) {
    const token = attempt(() => reverse(match[0]));
    if (token === undefined) continue;
    if (match.index > start) pieces.push(text.slice(start, match.index));
    pieces.push(token);
    start = match.index + match[0].length;
  }
  return start < text.length || pieces.length === 0 ? [...pieces, text.slice(start)] : pieces;
}

function deep(value: unknown): unknown {
  if (isLate(value)) return value;
  if (Array.isArray(value) && isToken(value)) return [Late.token(new Spread(value))];
  if (isToken(value)) return Late.token(value);
  if (Array.isArray(value)) return value.map(deep);
  if (typeof value !== "object" || value === null) return value;
  return Object.fromEntries(Object.entries(value).map(([key, item]) => [key, deep(item)]));
}

function undone(value: unknown): unknown {
  const spread = Array.isArray(value) && value.length === 1 ? spreadOf(value[0]) : undefined;
  if (spread !== undefined) return spread.list;
  if (isLate(value)) return value.source.from === "token" && spreadOf(value) === undefined ? value.source.token : value;
  if (Array.isArray(value)) return value.map(undone);
  if (typeof value !== "object" || value === null) return value;
  return Object.fromEntries(Object.entries(value).map(([key, item]) => [key, undone(item)]));
}

function spreadOf(value: unknown): Spread | undefined {
  return isLate(value) && value.source.from === "token" && value.source.token instanceof Spread
    ? value.source.token
    : undefined;
}

function passesLateList(value: unknown, path: Path): boolean {
  if (isLateList(value)) return true;
  const [step, ...rest] = path;
  if (step === undefined || typeof value !== "object" || value === null || isLate(value)) return false;
  const items = value as Readonly<Record<string | number, unknown>>;
  if (Object.hasOwn(items, step)) return passesLateList(items[step], rest);
  const body = Object.values(items).find((item) => typeof item === "object" && item !== null);
  return "kind" in items && body !== undefined && passesLateList(body, path);
}

function isLateList(value: unknown): boolean {
  return isLate(value) && value.source.from === "token" && typeof value.source.token === "object";
}

/** CDKTF throws at a marker of which it knows no token. */
function attempt<T>(action: () => T): T | undefined {
  try {
    return action();
  } catch {
    return undefined;
  }
}
