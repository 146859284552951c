import { Composer, LineCounter, Parser, visit, type Alias, type CST, type Node, type YAMLParseError } from "yaml";
import type { Problem } from "../../values/config-error";
import { Places } from "./places";

/** Longer texts are not read, in characters. */
export const LONGEST = 4 * 1024 * 1024;

/** Lists and sections within each other. A document has no more than ten. */
const DEEPEST = 40;

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
  if (text.length > LONGEST) {
    return wrong(
      problem("yaml-too-large", "the text is too large", {
        got: `${text.length} characters`,
        allowed: `${LONGEST} characters`,
        fix: "put large contents into local files",
      }),
    );
  }
  const unsafe = /[^\t\n\r\u0020-\u007e\u00a0-\u2027\u202a-\ufefe\uff00-\ufffd\u{10000}-\u{10ffff}]/u.exec(
    text.replace(/^\ufeff/, " "),
  );
  const tokens = [...new Parser(lines.addNewLine).parse(text)];
  if (unsafe !== null) {
    return wrong(
      problem("yaml-character", "the text holds a character that YAML has no place for, or ends a line by", {
        got: `${places.of(unsafe.index)}: U+${(unsafe[0].codePointAt(0) ?? 0).toString(16).toUpperCase().padStart(4, "0")}`,
        fix: 'remove it, or write it between double quotes as an escape, such as "\\u2028"',
      }),
    );
  }
  if (tokens.some((token) => isDeeper(token, DEEPEST))) {
    return wrong(
      problem("yaml-too-deep", "lists and sections are within each other too deeply", {
        allowed: `${DEEPEST} levels`,
        fix: "remove some; Butane's own are no more than ten",
      }),
    );
  }
  // Composing recurses, which is why the depth is looked at before.
  const documents = [
    ...new Composer({ schema: "failsafe", uniqueKeys: false, logLevel: "silent" }).compose(tokens, true, text.length),
  ];
  const errors = documents.flatMap((document) => document.errors).slice(0, MOST_ERRORS);
  if (errors.length > 0) return wrong(...errors.map((error) => syntaxProblem(error, places)));
  if (documents.length > 1) {
    return wrong(
      problem("yaml-documents", "the text holds more than one document", {
        got: places.of(documents[1]?.range[0] ?? 0),
        allowed: "one document",
        fix: "remove the others, of which Butane reads none",
      }),
    );
  }
  const root = documents[0]?.contents ?? undefined;
  return { ...(root === undefined ? {} : { root }), aliases: aliasesOf(root), places, problems: [] };
}

/** What each alias stands for: the node before it that has its anchor last. */
function aliasesOf(root: Node | undefined): ReadonlyMap<Alias, Node> {
  const anchors = new Map<string, Node>();
  const aliases = new Map<Alias, Node>();
  visit(root ?? null, {
    Node: (_, node) => {
      if ("anchor" in node && typeof node.anchor === "string") anchors.set(node.anchor, node);
    },
    Alias: (_, alias) => {
      const target = anchors.get(alias.source);
      if (target !== undefined) aliases.set(alias, target);
    },
  });
  return aliases;
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
