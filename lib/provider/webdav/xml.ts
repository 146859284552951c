/** An element, its names resolved: `{DAV:}href`. */
export interface XmlElement {
  readonly name: string;
  readonly children: readonly XmlElement[];

  /** What is written directly in it, entities resolved. */
  readonly text: string;
}

/** Deepest nesting, and most elements, of an answer that is read. */
const MAX_DEPTH = 32;
const MAX_ELEMENTS = 200_000;

const NAME = "[A-Za-z_][\\w.-]*(?::[A-Za-z_][\\w.-]*)?";
const ATTRIBUTE = new RegExp(`\\s+(${NAME})\\s*=\\s*(?:"([^"<]*)"|'([^'<]*)')`, "y");
const OPENING = new RegExp(`<(${NAME})`, "y");
const CLOSING = new RegExp(`</(${NAME})\\s*>`, "y");
const END_OF_OPENING = /\s*(\/?)>/y;
const TEXT = /[^<]+/y;
const DECLARATION = /<\?xml\s[^?<]*\?>/y;

type Scope = ReadonlyMap<string, string>;

interface Open {
  readonly tag: string;
  readonly name: string;
  readonly scope: Scope;
  readonly children: XmlElement[];
  text: string;
}

/**
 * Reads an XML document as WebDAV servers send them: elements, namespaces, text. Nothing is declared or included by such
 * a document, so a document type, other entities than XML's own five, and processing instructions are refused.
 *
 * @throws Error that says what is wrong and where
 */
export function parseXml(text: string): XmlElement {
  return new Reader(text).read();
}

class Reader {
  private position = 0;
  private elements = 0;
  private readonly open: Open[] = [];
  private root: XmlElement | undefined;

  constructor(private readonly text: string) {
    if (text.startsWith("\uFEFF")) this.position = 1;
  }

  read(): XmlElement {
    while (this.position < this.text.length) this.step();
    if (this.open.length > 0) throw this.wrong("it ends within an element");
    if (this.root === undefined) throw this.wrong("it holds no element");
    return this.root;
  }

  private step(): void {
    const text = this.take(TEXT);
    if (text !== undefined) return this.addText(entities(text[0], () => this.wrong("an entity is not known")));
    if (this.take(DECLARATION) !== undefined || this.between("<!--", "-->") !== undefined) return;
    const raw = this.between("<![CDATA[", "]]>");
    if (raw !== undefined) return this.addText(raw);
    const closing = this.take(CLOSING);
    if (closing !== undefined) return this.close(closing[1] ?? "");
    const opening = this.take(OPENING);
    if (opening === undefined) throw this.wrong("this is not allowed here");
    this.start(opening[1] ?? "");
  }

  private addText(text: string): void {
    const within = this.open.at(-1);
    if (within !== undefined) within.text += text;
    else if (/\S/.test(text)) throw this.wrong("text stands outside of the elements");
  }

  private start(tag: string): void {
    if (this.open.length === 0 && this.root !== undefined) throw this.wrong("a second element follows the first");
    if (this.open.length >= MAX_DEPTH) throw this.wrong(`elements are nested more than ${MAX_DEPTH} deep`);
    if ((this.elements += 1) > MAX_ELEMENTS) throw this.wrong(`there are more than ${MAX_ELEMENTS} elements`);
    const scope = this.namespaces(this.open.at(-1)?.scope ?? new Map<string, string>());
    const end = this.take(END_OF_OPENING);
    if (end === undefined) throw this.wrong("a tag is not closed");
    this.open.push({ tag, name: this.resolve(tag, scope), scope, children: [], text: "" });
    if (end[1] === "/") this.close(tag);
  }

  /** Other attributes mean nothing to us. */
  private namespaces(outer: Scope): Scope {
    const declared: [string, string][] = [];
    for (let found = this.take(ATTRIBUTE); found !== undefined; found = this.take(ATTRIBUTE)) {
      const [, name = "", double, single] = found;
      const prefix = name === "xmlns" ? "" : name.startsWith("xmlns:") ? name.slice("xmlns:".length) : undefined;
      if (prefix !== undefined)
        declared.push([prefix, entities(double ?? single ?? "", () => this.wrong("an entity is not known"))]);
    }
    return declared.length === 0 ? outer : new Map([...outer, ...declared]);
  }

  private resolve(tag: string, scope: Scope): string {
    const colon = tag.indexOf(":");
    const prefix = colon < 0 ? "" : tag.slice(0, colon);
    const namespace = scope.get(prefix);
    if (namespace === undefined && prefix !== "") throw this.wrong(`the prefix ${prefix} is not declared`);
    return `{${namespace ?? ""}}${tag.slice(colon + 1)}`;
  }

  private close(tag: string): void {
    const closed = this.open.pop();
    if (closed?.tag !== tag) throw this.wrong(`</${tag}> closes nothing`);
    const { name, children, text } = closed;
    const element = { name, children, text };
    const within = this.open.at(-1);
    if (within === undefined) this.root = element;
    else within.children.push(element);
  }

  private take(pattern: RegExp): RegExpExecArray | undefined {
    pattern.lastIndex = this.position;
    const found = pattern.exec(this.text);
    if (found === null) return undefined;
    this.position = pattern.lastIndex;
    return found;
  }

  private between(begin: string, end: string): string | undefined {
    if (!this.text.startsWith(begin, this.position)) return undefined;
    const from = this.position + begin.length;
    const to = this.text.indexOf(end, from);
    if (to < 0) throw this.wrong(`${begin} is not closed`);
    this.position = to + end.length;
    return this.text.slice(from, to);
  }

  private wrong(what: string): Error {
    return new Error(`the answer is not XML that can be read: ${what}, at character ${this.position}`);
  }
}

const ENTITIES: Readonly<Record<string, string>> = { amp: "&", lt: "<", gt: ">", quot: '"', apos: "'" };

function entities(text: string, unknown: () => Error): string {
  if (!text.includes("&")) return text;
  return text.replace(/&(?:#x([0-9a-fA-F]{1,6})|#([0-9]{1,7})|(\w{1,8}));|&/g, (_all, hex, decimal, name) => {
    const code = hex === undefined ? Number(decimal ?? NaN) : parseInt(String(hex), 16);
    const known = name === undefined ? undefined : ENTITIES[String(name)];
    if (known !== undefined) return known;
    if (!(code > 0 && code <= 0x10ffff)) throw unknown();
    return String.fromCodePoint(code);
  });
}
