import fc from "fast-check";

/** A field as a peer may write it: by a number, or written out in one of three ways. */
export interface WrittenField {
  readonly name: string;
  readonly value: string;
  readonly as: "remembered" | "literal" | "never remembered";
  /** Named by its number where that is known: RFC 7541, section 2.3. */
  readonly short: boolean;
}

const octets = fc.string({
  unit: fc.integer({ min: 0, max: 255 }).map((code) => String.fromCharCode(code)),
  maxLength: 40,
});

/** Few names, so that they come again. */
const names = fc.constantFrom(":path", ":method", "te", "user-agent", "x-one", "x-two", "x-three");

export const writtenField: fc.Arbitrary<WrittenField> = fc.record({
  name: fc.oneof({ weight: 4, arbitrary: names }, octets),
  value: fc.oneof(fc.constantFrom("", "a", "GET"), octets, fc.string({ minLength: 200, maxLength: 3000 }).map(latin)),
  as: fc.constantFrom("remembered", "literal", "never remembered"),
  short: fc.boolean(),
});

function latin(text: string): string {
  return Buffer.from(text, "latin1").toString("latin1");
}

/** Writes header blocks as the specification's other half: what it has the reader remember, it remembers itself. */
export class BlockWriter {
  private readonly table: { readonly name: string; readonly value: string }[] = [];
  private limit = 4096;

  block(fields: readonly WrittenField[], resize?: number): Buffer {
    const bytes: number[] = [];
    if (resize !== undefined) {
      this.limit = resize;
      this.evict(0);
      bytes.push(...integer(resize, 5, 0x20));
    }
    for (const field of fields) bytes.push(...this.field(field));
    return Buffer.from(bytes);
  }

  private field({ name, value, as, short }: WrittenField): number[] {
    const whole = this.table.findIndex((known) => known.name === name && known.value === value);
    if (short && whole >= 0) return integer(whole + 62, 7, 0x80);
    const named = short ? this.table.findIndex((known) => known.name === name) : -1;
    const [bits, head] = { remembered: [6, 0x40], literal: [4, 0x00], "never remembered": [4, 0x10] }[as] as [
      number,
      number,
    ];
    const start = named >= 0 ? integer(named + 62, bits, head) : [head, ...text(name)];
    if (as === "remembered") this.remember(name, value);
    return [...start, ...text(value)];
  }

  private remember(name: string, value: string): void {
    const size = name.length + value.length + 32;
    this.evict(size);
    if (size <= this.limit) this.table.unshift({ name, value });
  }

  private evict(room: number): void {
    const size = (): number => this.table.reduce((sum, { name, value }) => sum + name.length + value.length + 32, 0);
    while (this.table.length > 0 && size() + room > this.limit) this.table.pop();
  }
}

function text(value: string): number[] {
  return [...integer(value.length, 7, 0), ...Buffer.from(value, "latin1")];
}

function integer(value: number, bits: number, head: number): number[] {
  const most = 2 ** bits - 1;
  if (value < most) return [head | value];
  const bytes = [head | most];
  let rest = value - most;
  for (; rest >= 128; rest = Math.floor(rest / 128)) bytes.push((rest % 128) + 128);
  return [...bytes, rest];
}
