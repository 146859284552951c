/** What a field means for the request that it is of: a bit each. */
export const Meaning = {
  regular: 0,
  method: 1,
  scheme: 2,
  path: 4,
  authority: 8,
  contentLength: 16,
  /** It must not be in any request. */
  malformed: 32,
} as const;

const PSEUDO: ReadonlyMap<string, number> = new Map([
  [":method", Meaning.method],
  [":scheme", Meaning.scheme],
  [":path", Meaning.path],
  [":authority", Meaning.authority],
]);

/** Fields of HTTP/1's connections, which HTTP/2 has no place for: RFC 9113, section 8.2.2. */
const OF_CONNECTIONS: ReadonlySet<string> = new Set([
  "connection",
  "keep-alive",
  "proxy-connection",
  "transfer-encoding",
  "upgrade",
]);

/** RFC 9113, section 8.2.1: a token without upper case. */
const NAME = /^[!#$%&'*+.^_`|~0-9a-z-]+$/;

/** The same section: no end of a line, no zero, no blank at either end. */
const VALUE = /^(?:[^\0\n\r\t ](?:[^\0\n\r]*[^\0\n\r\t ])?)?$/;

/** A header field. Fields come again with each request, as the same objects, so each is judged once. */
export class HeaderField {
  private judged: number | undefined;

  /**
   * @param name in lower case, pseudo-headers with their colon; octets as characters up to U+00FF, like the value
   */
  constructor(
    readonly name: string,
    readonly value: string,
  ) {}

  /** One of {@link Meaning}. */
  get meaning(): number {
    return (this.judged ??= this.judge());
  }

  private judge(): number {
    const { name, value } = this;
    if (!VALUE.test(value)) return Meaning.malformed;
    if (name.startsWith(":")) {
      const meaning = PSEUDO.get(name) ?? Meaning.malformed;
      return meaning === Meaning.path && value === "" ? Meaning.malformed : meaning;
    }
    if (!NAME.test(name) || OF_CONNECTIONS.has(name)) return Meaning.malformed;
    if (name === "te") return value === "trailers" ? Meaning.regular : Meaning.malformed;
    if (name === "content-length") return /^[0-9]{1,15}$/.test(value) ? Meaning.contentLength : Meaning.malformed;
    return Meaning.regular;
  }
}
