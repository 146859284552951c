/** The field `:status: 200`, which both sides know from the start: RFC 7541, appendix A. */
const STATUS_200 = 0x88;

/** A table of no octets: said each time, since a peer whose table shrinks waits for it. RFC 7541, section 6.3. */
const NO_TABLE = 0x20;

/** A field that is written out, and not to be remembered: RFC 7541, section 6.2.2. */
const LITERAL = 0x00;

/** The largest length that takes no more than its octet: RFC 7541, section 5.1. */
const SHORT = 126;

/**
 * Writes a header block; RFC 7541, section 6. Each field is written out, so that no block depends on those before it.
 *
 * @param fields with names in lower case; `:status` may be 200 only, and comes first
 */
export function headerBlock(fields: Readonly<Record<string, string>>): Buffer {
  const bytes: number[] = [NO_TABLE];
  for (const [name, value] of Object.entries(fields)) {
    if (name === ":status" && value === "200") bytes.push(STATUS_200);
    else bytes.push(LITERAL, ...text(name), ...text(value));
  }
  return Buffer.from(bytes);
}

function text(characters: string): number[] {
  const octets = Buffer.from(characters, "latin1");
  return [...length(octets.length), ...octets];
}

function length(value: number): number[] {
  if (value <= SHORT) return [value];
  const bytes = [SHORT + 1];
  let rest = value - SHORT - 1;
  for (; rest >= 0x80; rest >>>= 7) bytes.push((rest & 0x7f) | 0x80);
  return [...bytes, rest];
}
