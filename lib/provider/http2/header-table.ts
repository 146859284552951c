import { HeaderField } from "./header-field";

/** What a field takes of the table beyond its octets: RFC 7541, section 4.1. */
const OVERHEAD = 32;

/** The fields that both sides know from the start, in their order: RFC 7541, appendix A. */
const KNOWN: readonly HeaderField[] = `
  :authority|:method=GET|:method=POST|:path=/|:path=/index.html|:scheme=http|:scheme=https
  :status=200|:status=204|:status=206|:status=304|:status=400|:status=404|:status=500
  accept-charset|accept-encoding=gzip, deflate|accept-language|accept-ranges|accept|access-control-allow-origin|age|allow
  authorization|cache-control|content-disposition|content-encoding|content-language|content-length|content-location
  content-range|content-type|cookie|date|etag|expect|expires|from|host|if-match|if-modified-since|if-none-match|if-range
  if-unmodified-since|last-modified|link|location|max-forwards|proxy-authenticate|proxy-authorization|range|referer
  refresh|retry-after|server|set-cookie|strict-transport-security|transfer-encoding|user-agent|vary|via|www-authenticate`
  .trim()
  .split(/\||\n\s*/)
  .map((text) => {
    const [, name = "", value = ""] = /^(:?[^=]*)=?(.*)$/.exec(text) ?? [];
    return new HeaderField(name, value);
  });

/** The fields that a peer may name by their number: those known from the start, then those that it had us remember. */
export class HeaderTable {
  /** The newest last; those before {@link oldest} are forgotten. */
  private fields: (HeaderField | undefined)[] = [];
  private oldest = 0;
  private size = 0;

  /** @param limit most octets that the remembered fields may take, as we have told the peer */
  constructor(private limit: number) {}

  /** @param index from 1 */
  get(index: number): HeaderField | undefined {
    if (index <= KNOWN.length) return KNOWN[index - 1];
    const at = this.fields.length - (index - KNOWN.length);
    return at < this.oldest ? undefined : this.fields[at];
  }

  /** Remembers a field, and forgets the oldest for it; one that is too large by itself empties the table. */
  add(field: HeaderField): void {
    const needed = sizeOf(field);
    this.shrink(this.limit - needed);
    if (needed > this.limit) return;
    this.fields.push(field);
    this.size += needed;
  }

  /** Uses no more octets from now on. */
  resize(limit: number): void {
    this.limit = limit;
    this.shrink(limit);
  }

  private shrink(size: number): void {
    while (this.size > size && this.oldest < this.fields.length) {
      this.size -= sizeOf(this.fields[this.oldest] as HeaderField);
      this.fields[this.oldest++] = undefined;
    }
    if (this.oldest > 256 && this.oldest * 2 > this.fields.length) {
      this.fields = this.fields.slice(this.oldest);
      this.oldest = 0;
    }
  }
}

function sizeOf({ name, value }: HeaderField): number {
  return name.length + value.length + OVERHEAD;
}
