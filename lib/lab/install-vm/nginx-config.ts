/** One directive of nginx's configuration, with the block that follows it if there is one. */
export interface Directive {
  readonly name: string;
  readonly words: readonly string[];
  readonly block?: readonly Directive[];
  readonly line: number;
}

/** nginx refuses to start; the message is what it writes after `nginx: [emerg]`. */
export class NginxError extends Error {}

interface Token {
  readonly text: string;
  readonly line: number;

  /** `;`, `{` and `}` end words unless they were quoted. */
  readonly special: boolean;
}

/** Reads a configuration file into its directives. */
export function parseNginx(text: string, file: string): Directive[] {
  const tokens = tokenize(text, file);
  let position = 0;
  const readBlock = (depth: number): Directive[] => {
    const directives: Directive[] = [];
    for (;;) {
      const first = tokens[position];
      if (first === undefined) {
        if (depth > 0) throw new NginxError(`unexpected end of file, expecting "}" in ${file}`);
        return directives;
      }
      if (first.special && first.text === "}" && depth > 0) {
        position += 1;
        return directives;
      }
      if (first.special) throw new NginxError(`unexpected "${first.text}" in ${file}:${first.line}`);
      directives.push(readDirective(first, depth));
    }
  };
  const readDirective = (first: Token, depth: number): Directive => {
    const words: string[] = [];
    for (;;) {
      position += 1;
      const token = tokens[position];
      if (token === undefined) throw new NginxError(`unexpected end of file, expecting ";" or "}" in ${file}`);
      if (!token.special) {
        words.push(token.text);
        continue;
      }
      if (token.text === "}") throw new NginxError(`unexpected "}" in ${file}:${token.line}`);
      position += 1;
      const head = { name: first.text, words, line: first.line };
      return token.text === ";" ? head : { ...head, block: readBlock(depth + 1) };
    }
  };
  return readBlock(0);
}

function tokenize(text: string, file: string): Token[] {
  const tokens: Token[] = [];
  let line = 1;
  let index = 0;
  while (index < text.length) {
    const character = text[index] ?? "";
    if (character === "\n") line += 1;
    if (/\s/.test(character)) {
      index += 1;
    } else if (character === "#") {
      while (index < text.length && text[index] !== "\n") index += 1;
    } else if (";{}".includes(character)) {
      tokens.push({ text: character, line, special: true });
      index += 1;
    } else {
      const word = readWord(text, index, line, file);
      tokens.push({ text: word.text, line, special: false });
      line += text.slice(index, word.end).split("\n").length - 1;
      index = word.end;
    }
  }
  return tokens;
}

/** A word ends at a blank, `;` or `{`; `${` belongs to a word; a quote is one only at the start. */
function readWord(text: string, start: number, line: number, file: string): { text: string; end: number } {
  const quote = text[start] === '"' || text[start] === "'" ? text[start] : undefined;
  let out = "";
  let index = quote === undefined ? start : start + 1;
  for (; index < text.length; index += 1) {
    const character = text[index] ?? "";
    if (character === "\\" && index + 1 < text.length) {
      const next = text[index + 1] ?? "";
      out += "\"'\\".includes(next) ? next : ({ t: "\t", r: "\r", n: "\n" }[next] ?? `\\${next}`);
      index += 1;
    } else if (quote !== undefined) {
      if (character === quote) return { text: out, end: index + 1 };
      out += character;
    } else if (/[\s;]/.test(character) || (character === "{" && !out.endsWith("$"))) {
      return { text: out, end: index };
    } else out += character;
  }
  if (quote !== undefined) throw new NginxError(`unexpected end of file, expecting ${quote} in ${file}:${line}`);
  return { text: out, end: index };
}
