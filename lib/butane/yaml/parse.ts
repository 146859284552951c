import {
  Composer,
  LineCounter,
  Parser,
  visit,
  type Alias,
  type CST,
  type Node,
  type Scalar,
  type YAMLParseError,
} from "yaml";
import type { Problem } from "../../values/config-error";
import { Places } from "./places";

/** Longer texts are not read, in characters. */
export const LONGEST = 4 * 1024 * 1024;

/** Lists and sections within each other. A document has no more than ten. */
const DEEPEST = 40;

/** Control characters, halves of surrogate pairs, and line ends that some parsers take for such and others do not. */
const STRANGE = /[^\t\n\r\u0020-\u007e\u00a0-\u2027\u202a-\ud7ff\ue000-\ufefe\uff00-\ufffd\u{10000}-\u{10ffff}]/u;

/** Of an ill-formed text the first of these are told: one leads to the next. */
const MOST_ERRORS = 10;

/** A text as YAML. */
export interface ParsedYaml {
  /** Undefined if the text is empty, or no YAML. */
  readonly root?: Node;

  /** What each alias stands for. */
  readonly aliases: ReadonlyMap<Alias, Node>;

  readonly places: Places;
  readonly problems: readonly Problem[];
}

/**
 * Reads YAML up to its lists, sections and values, all of them as text: what they are is known from where they stand.
 * Takes time in proportion to the length of the text.
 */
export function parseYaml(text: string): ParsedYaml {
  const lines = new LineCounter();
  const places = new Places(lines);
  const wrong = (...problems: readonly Problem[]): ParsedYaml => ({ aliases: new Map(), places, problems });
  if (text.length > LONGEST) return wrong(tooLarge(text.length));
  const tokens = [...new Parser(lines.addNewLine).parse(text)];
  const character = STRANGE.exec(text.replace(/^\ufeff/, " "));
  if (character !== null) return wrong(strangeCharacter(character, places));
  // Composing recurses, so the depth is looked at before.
  if (tokens.some((token) => isDeeper(token, DEEPEST))) return wrong(tooDeep());
  const composer = new Composer({
    schema: "failsafe",
    uniqueKeys: false,
    logLevel: "silent",
    keepSourceTokens: true,
  });
  const documents = [...composer.compose(tokens, true, text.length)];
  const [first, second] = documents;
  const errors = first?.errors.slice(0, MOST_ERRORS) ?? [];
  if (errors.length > 0) return wrong(...errors.map((error) => syntaxProblem(error, places)));
  if (second !== undefined) return wrong(severalDocuments(places.of(second.range[0])));
  const root = first?.contents ?? undefined;
  const ambiguous = ambiguousTexts(root);
  if (ambiguous.length > 0) return wrong(...ambiguous.map((node) => ambiguousText(places.of(node.range?.[0] ?? 0))));
  const { aliases, unknown } = aliasesOf(root);
  if (unknown.length > 0) return wrong(...unknown.map((alias) => unknownAlias(places.of(alias.range?.[0] ?? 0))));
  return { ...(root === undefined ? {} : { root }), aliases, places, problems: [] };
}

/** What each alias stands for: the node before it that has its anchor last. */
function aliasesOf(root: Node | undefined): {
  readonly aliases: ReadonlyMap<Alias, Node>;
  readonly unknown: readonly Alias[];
} {
  const unknown: Alias[] = [];
  const anchors = new Map<string, Node>();
  const aliases = new Map<Alias, Node>();
  visit(root ?? null, {
    Node: (_, node) => {
      if ("anchor" in node && typeof node.anchor === "string") anchors.set(node.anchor, node);
    },
    Alias: (_, alias) => {
      const target = anchors.get(alias.source);
      if (target === undefined) unknown.push(alias);
      else aliases.set(alias, target);
    },
  });
  return { aliases, unknown: unknown.slice(0, MOST_ERRORS) };
}

/** An escaped end of a line, and an empty line after it: this parser makes a space of it, others a line feed. */
const ESCAPED_LINE = /(?<!\\)(?:\\\\)*\\\r?\n[ \t]*\r?\n/;

function ambiguousTexts(root: Node | undefined): readonly Scalar[] {
  const found: Scalar[] = [];
  visit(root ?? null, {
    Scalar: (_, node) => {
      const source = node.srcToken !== undefined && "source" in node.srcToken ? node.srcToken.source : "";
      if (node.type === "QUOTE_DOUBLE" && ESCAPED_LINE.test(source)) found.push(node);
    },
  });
  return found.slice(0, MOST_ERRORS);
}

/** Whether tokens are within each other on more levels than that. Goes down level by level, without recursion. */
function isDeeper(token: CST.Token, levels: number): boolean {
  let level: readonly CST.Token[] = [token];
  for (let depth = 0; depth <= levels && level.length > 0; depth++) level = level.flatMap(tokensIn);
  return level.length > 0;
}

function tokensIn(token: CST.Token): readonly CST.Token[] {
  if (token.type === "document") return token.value === undefined ? [] : [token.value];
  if (token.type !== "block-map" && token.type !== "block-seq" && token.type !== "flow-collection") return [];
  return token.items.flatMap(({ key, value }) => [key, value].filter((item) => item !== undefined && item !== null));
}

function tooLarge(length: number): Problem {
  return problem("yaml-too-large", "the text is too large", {
    got: `${length} characters`,
    allowed: `${LONGEST} characters`,
    fix: "put large contents into local files",
  });
}

function strangeCharacter({ 0: character, index }: RegExpExecArray, places: Places): Problem {
  const code = (character.codePointAt(0) ?? 0).toString(16).toUpperCase().padStart(4, "0");
  return problem("yaml-character", "the text holds a character that is none of YAML, or ends a line for some parsers", {
    got: `${places.of(index)}: U+${code}`,
    fix: 'remove it, or write it between double quotes as an escape, such as "\\u2028"',
  });
}

function tooDeep(): Problem {
  return problem("yaml-too-deep", "lists and sections are within each other too deeply", {
    allowed: `${DEEPEST} levels`,
    fix: "remove some: a document of Butane has no more than ten",
  });
}

function unknownAlias(place: string): Problem {
  return problem("yaml-alias", "the alias stands for nothing: no anchor before it has its name", {
    got: place,
    fix: "correct the name, or write the value itself",
  });
}

function ambiguousText(place: string): Problem {
  return problem("yaml-escaped-line", "an empty line after an escaped end of a line is read in two ways", {
    got: place,
    fix: "write \\n for the line feed that is meant",
  });
}

function severalDocuments(place: string): Problem {
  return problem("yaml-documents", "the text holds more than one document", {
    got: place,
    allowed: "one document",
    fix: "remove the others, which Butane would pass over",
  });
}

/** Sentences of the parser that quote nothing of the text, which may hold secrets. */
const QUOTELESS = [
  ...["BAD_INDENT", "BLOCK_AS_IMPLICIT_KEY", "BLOCK_IN_FLOW", "MISSING_CHAR", "MULTILINE_IMPLICIT_KEY"],
  ...["MULTIPLE_ANCHORS", "MULTIPLE_DOCS", "MULTIPLE_TAGS", "TAB_AS_INDENT"],
];

function syntaxProblem({ code, message, pos }: YAMLParseError, places: Places): Problem {
  const sentence = QUOTELESS.includes(code) ? message : code.toLowerCase().replaceAll("_", " ");
  return problem("yaml-syntax", `the text is not YAML: ${sentence}`, {
    got: places.of(pos[0]),
    fix: "correct the line, or the one before it",
  });
}

function problem(rule: string, what: string, rest: Pick<Problem, "got" | "allowed" | "fix">): Problem {
  return { code: `butane/${rule}`, severity: "error", path: [], what, ...rest };
}
