import type { Path } from "../../values/config-error";

/** A JSON text, read. */
export interface Json {
  readonly value: unknown;

  /** Keys that stand in an object for the second time. The last one is kept. */
  readonly duplicates: readonly Path[];

  /** Numbers that are written with a fraction or an exponent, or are too large to be exact. */
  readonly inexact: readonly Path[];
}

/** Where and why a text is no JSON. It shows nothing of the text, which may hold secrets. */
export interface JsonFault {
  readonly what: string;

  /** From 1. */
  readonly line: number;

  /** From 1, in UTF-16 code units. */
  readonly column: number;
}

/** How deep lists and objects may lie in each other. The spec needs a dozen. */
export const DEEPEST = 100;

/** Reads a JSON text as RFC 8259 has it, or says what is wrong with it. */
export function readJson(text: string): Json | JsonFault {
  const reader = new Reader(text);
  try {
    return { value: reader.document(), duplicates: reader.duplicates, inexact: reader.inexact };
  } catch (fault) {
    if (!(fault instanceof Fault)) throw fault;
    const before = text.slice(0, fault.at);
    const line = before.split("\n").length;
    return { what: fault.message, line, column: before.length - before.lastIndexOf("\n") };
  }
}

/** Stops a {@link Reader}. */
class Fault extends Error {
  constructor(
    message: string,
    readonly at: number,
  ) {
    super(message);
  }
}

const BLANKS = /[ \t\n\r]*/y;
const NUMBER = /-?(?:0|[1-9]\d{0,400})(?:\.\d{1,400})?(?:[eE][+-]?\d{1,400})?/y;
const WORDS = [
  ["true", true],
  ["false", false],
  ["null", null],
] as const;

class Reader {
  readonly duplicates: Path[] = [];
  readonly inexact: Path[] = [];
  private readonly path: (string | number)[] = [];
  private at = 0;

  constructor(private readonly text: string) {}

  document(): unknown {
    const value = this.value();
    this.skipBlanks();
    if (this.at < this.text.length) this.fail("the text goes on after the value");
    return value;
  }

  private value(): unknown {
    this.skipBlanks();
    switch (this.text[this.at]) {
      case "{":
        return this.object();
      case "[":
        return this.list();
      case '"':
        return this.string();
      case undefined:
        return this.fail("the text ends too early");
      default:
        return this.word();
    }
  }

  private object(): object {
    const members = new Map<string, unknown>();
    this.members("}", () => {
      if (this.text[this.at] !== '"') this.fail("a key in quotes is missing");
      const key = this.string();
      this.skipBlanks();
      if (this.text[this.at] !== ":") this.fail("a colon is missing");
      this.at += 1;
      this.path.push(key);
      if (members.has(key)) this.duplicates.push([...this.path]);
      members.set(key, this.value());
      this.path.pop();
    });
    return Object.fromEntries(members);
  }

  private list(): unknown[] {
    const items: unknown[] = [];
    this.members("]", () => {
      this.path.push(items.length);
      items.push(this.value());
      this.path.pop();
    });
    return items;
  }

  /** What stands between brackets, with commas between. */
  private members(end: string, member: () => void): void {
    if (this.path.length >= DEEPEST) this.fail(`the lists and objects lie more than ${DEEPEST} deep in each other`);
    this.at += 1;
    this.skipBlanks();
    if (this.text[this.at] === end) {
      this.at += 1;
      return;
    }
    for (;;) {
      this.skipBlanks();
      member();
      this.skipBlanks();
      const next = this.text[this.at];
      if (next !== "," && next !== end) this.fail(`a comma or ${end} is missing`);
      this.at += 1;
      if (next === end) return;
    }
  }

  private string(): string {
    let end = this.at;
    do {
      end = this.text.indexOf('"', end + 1);
      if (end === -1) this.fail("a text does not end");
    } while (this.isEscaped(end));
    try {
      const value = JSON.parse(this.text.slice(this.at, end + 1)) as string;
      this.at = end + 1;
      return value;
    } catch {
      return this.fail("a text holds a control character or an unknown escape");
    }
  }

  /** Whether a quote has an odd number of backslashes before it. */
  private isEscaped(quote: number): boolean {
    let first = quote;
    while (this.text[first - 1] === "\\") first -= 1;
    return (quote - first) % 2 === 1;
  }

  /** A word, or else a number. */
  private word(): unknown {
    const found = WORDS.find(([word]) => this.text.startsWith(word, this.at));
    if (found === undefined) return this.number();
    this.at += found[0].length;
    return found[1];
  }

  private number(): number {
    NUMBER.lastIndex = this.at;
    const written = NUMBER.exec(this.text)?.[0];
    if (written === undefined) return this.fail("this is no value");
    this.at += written.length;
    const value = Number(written);
    if (!Number.isSafeInteger(value) || String(value) !== written) this.inexact.push([...this.path]);
    return value;
  }

  private skipBlanks(): void {
    BLANKS.lastIndex = this.at;
    this.at += BLANKS.exec(this.text)?.[0].length ?? 0;
  }

  private fail(what: string): never {
    throw new Fault(what, this.at);
  }
}
