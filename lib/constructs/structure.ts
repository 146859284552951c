import { Token, type IResolvable, type IResolveContext } from "cdktf";
import { encodeDocument, type Document } from "../documents";
import { literalTemplate, quote, toAscii } from "./quote";
import { splitTemplate } from "./template";
import { splitTokens, Spread, tokenOf } from "./tokens";

/** A document as the provider takes it: its structure in JSON, with values of other resources in their places. */
export function documentJson(document: Document): string {
  return structureJson(encodeDocument(document));
}

/**
 * Plain data, which may hold tokens, as JSON text.
 *
 * Without tokens it is JSON, written here. With tokens it is `${jsonencode(…)}`, so that OpenTofu escapes what it puts
 * in their places. CDKTF's own `Fn.jsonencode` does not escape quotes and backslashes of literal text.
 */
export function structureJson(data: unknown): string {
  if (!holdsToken(data)) return toAscii(write(data, () => ""));
  return structureExpression(data, (expression) => `jsonencode(${expression})`);
}

/** An expression around plain data, which may hold tokens: `wrap` gets the data as OpenTofu writes it. */
export function structureExpression(data: unknown, wrap: (expression: string) => string): string {
  return Token.asString(new Structure(data, wrap));
}

/**
 * Text, which may hold tokens, as the value of an ordinary attribute: what is literal in it stays so.
 *
 * Numbers that are tokens are taken out of it here, since CDKTF swallows a full stop that follows one.
 */
export function attributeText(text: string): string {
  return splitTokens(text)
    .map((piece) => (typeof piece === "string" ? literalTemplate(piece) : Token.asString(piece)))
    .join("");
}

class Structure implements IResolvable {
  readonly creationStack: string[] = [];

  constructor(
    private readonly data: unknown,
    private readonly wrap: (expression: string) => string,
  ) {}

  resolve(context: IResolveContext): string {
    return `\${${this.wrap(write(this.data, (token) => context.resolve(token) as unknown))}}`;
  }

  toString(): string {
    return Token.asString(this);
  }
}

function holdsToken(value: unknown): boolean {
  if (typeof value === "string") return splitTokens(value).some((piece) => typeof piece !== "string");
  if (typeof value !== "object" || value === null) return tokenOf(value) !== undefined;
  if (tokenOf(value) !== undefined) return true;
  return Object.entries(value).some(([key, item]) => holdsToken(key) || holdsToken(item));
}

/** Writes JSON that OpenTofu reads as an expression: the two languages agree on strings, lists and objects. */
function write(value: unknown, resolve: (token: IResolvable) => unknown): string {
  const token = tokenOf(value);
  if (token !== undefined) return writeResolved(resolve(token), resolve);
  if (typeof value === "string") return writeText(value, resolve);
  if (Array.isArray(value)) return writeList(value, resolve);
  if (typeof value === "object" && value !== null) {
    const entries = Object.entries(value).filter(([, item]) => item !== undefined);
    return `{${entries.map(([key, item]) => `${writeKey(key, resolve)}:${write(item, resolve)}`).join(",")}}`;
  }
  return JSON.stringify(value ?? null);
}

function writeList(items: readonly unknown[], resolve: (token: IResolvable) => unknown): string {
  const runs: (Spread | unknown[])[] = [];
  for (const item of items) {
    const last = runs.at(-1);
    if (item instanceof Spread) runs.push(item);
    else if (Array.isArray(last)) last.push(item);
    else runs.push([item]);
  }
  const written = runs.map((run) =>
    run instanceof Spread ? write(run.list, resolve) : `[${run.map((item) => write(item, resolve)).join(",")}]`,
  );
  return written.length > 1 ? `concat(${written.join(",")})` : (written[0] ?? "[]");
}

function writeText(text: string, resolve: (token: IResolvable) => unknown): string {
  const pieces = splitTokens(text);
  const [first] = pieces;
  if (pieces.length === 1 && first !== undefined && typeof first !== "string")
    return writeResolved(resolve(first), resolve);
  const inner = pieces.map((piece) => {
    if (typeof piece === "string") return unquoted(piece);
    const resolved = resolve(piece);
    return typeof resolved === "string" ? templateInner(resolved) : unquoted(String(resolved));
  });
  return `"${inner.join("")}"`;
}

/** What a token resolved to: `${…}` alone is an expression and keeps its type; text around it makes it a template. */
function writeResolved(resolved: unknown, resolve: (token: IResolvable) => unknown): string {
  if (typeof resolved !== "string") return write(resolved, resolve);
  const [only, ...others] = splitTemplate(resolved);
  return only !== undefined && others.length === 0 && "expression" in only
    ? only.expression
    : `"${templateInner(resolved)}"`;
}

function writeKey(key: string, resolve: (token: IResolvable) => unknown): string {
  const text = writeText(key, resolve);
  return text.startsWith('"') ? text : `(${text})`;
}

function templateInner(template: string): string {
  return splitTemplate(template)
    .map((piece) => ("literal" in piece ? unquoted(piece.literal) : `\${${piece.expression}}`))
    .join("");
}

function unquoted(text: string): string {
  return quote(text).slice(1, -1);
}
