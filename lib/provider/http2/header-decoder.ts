import { ConnectionError, ErrorCode } from "./errors";
import { HeaderField } from "./header-field";
import { HeaderTable } from "./header-table";
import { decodeHuffman } from "./huffman";

/** Octets of remembered fields: what a peer takes for granted as long as it is told nothing else. */
export const HEADER_TABLE_BYTES = 4096;

/** Most octets that an integer may have behind its prefix: 28 bits, more than any length or index here. */
const MAX_INTEGER_BYTES = 4;

/**
 * Reads the header blocks of one connection, in the order in which they come: RFC 7541, section 6.
 *
 * Fields that the peer names by their number are the very objects of the first time, so whoever judges a field can
 * remember its judgement.
 */
export class HeaderDecoder {
  private readonly table = new HeaderTable(HEADER_TABLE_BYTES);
  private block: Buffer = Buffer.alloc(0);
  private at = 0;
  private end = 0;

  /**
   * @param visit told each field, in order
   * @throws ConnectionError COMPRESSION_ERROR for what is no header block, after which no other can be read
   */
  decode(block: Buffer, start: number, end: number, visit: (field: HeaderField) => void): void {
    this.block = block;
    this.at = start;
    this.end = end;
    let isFirst = true;
    while (this.at < end) {
      const first = block[this.at] as number;
      if (first >= 0x80) visit(this.known(this.integer(7)));
      else if (first >= 0x40) this.table.add(this.tell(visit, this.literal(6)));
      else if (first < 0x20) this.tell(visit, this.literal(4));
      else this.resize(isFirst);
      if (first < 0x20 || first >= 0x40) isFirst = false;
    }
  }

  private tell(visit: (field: HeaderField) => void, field: HeaderField): HeaderField {
    visit(field);
    return field;
  }

  private known(index: number): HeaderField {
    return this.table.get(index) ?? fail(`there is no header field ${index}`);
  }

  private literal(prefixBits: number): HeaderField {
    const index = this.integer(prefixBits);
    const name = index === 0 ? this.text() : this.known(index).name;
    return new HeaderField(name, this.text());
  }

  private resize(isFirst: boolean): void {
    const size = this.integer(5);
    if (!isFirst) fail("the table's size changes within a header block");
    if (size > HEADER_TABLE_BYTES) fail(`a table of ${size} octets is larger than it may be`);
    this.table.resize(size);
  }

  /** RFC 7541, section 5.1. */
  private integer(prefixBits: number): number {
    const mask = (1 << prefixBits) - 1;
    const prefix = (this.block[this.at++] as number) & mask;
    if (prefix < mask) return prefix;
    let value = 0;
    for (let count = 0; count < MAX_INTEGER_BYTES; count++) {
      if (this.at >= this.end) break;
      const byte = this.block[this.at++] as number;
      value |= (byte & 0x7f) << (7 * count);
      if (byte < 0x80) return value + mask;
    }
    return fail("an integer is cut off, or too large");
  }

  /** RFC 7541, section 5.2. */
  private text(): string {
    if (this.at >= this.end) fail("a string is cut off");
    const isCoded = (this.block[this.at] as number) >= 0x80;
    const length = this.integer(7);
    const start = this.at;
    this.at += length;
    if (this.at > this.end) fail("a string is cut off");
    if (!isCoded) return this.block.toString("latin1", start, this.at);
    return decodeHuffman(this.block, start, this.at) ?? fail("a string is wrongly coded");
  }
}

function fail(what: string): never {
  throw new ConnectionError(ErrorCode.compression, what);
}
