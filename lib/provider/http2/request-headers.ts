import { Meaning, type HeaderField } from "./header-field";

/** What each request has to have: RFC 9113, section 8.3.1. */
const REQUIRED = Meaning.method | Meaning.scheme | Meaning.path;

const ANY_PSEUDO = REQUIRED | Meaning.authority;

/** Gathers from a request's header what matters of it; one is used again and again. RFC 9113, sections 8.1 to 8.3. */
export class RequestHeaders {
  /** `:path`, empty if there is none. */
  path = "";
  /** `content-length`, undefined if there is none. */
  contentLength: number | undefined;
  private seen = 0;
  private isMalformed = false;
  private isPastPseudo = false;

  /** Forgets all, for the next request. */
  begin(): void {
    this.path = "";
    this.contentLength = undefined;
    this.seen = 0;
    this.isMalformed = false;
    this.isPastPseudo = false;
  }

  readonly add = (field: HeaderField): void => {
    const { meaning } = field;
    if (meaning === Meaning.regular) {
      this.isPastPseudo = true;
      return;
    }
    const isMisplaced = this.isPastPseudo && (meaning & ANY_PSEUDO) !== 0;
    if (meaning === Meaning.malformed || isMisplaced || (this.seen & meaning) !== 0) this.isMalformed = true;
    this.seen |= meaning;
    if (meaning === Meaning.path) this.path = field.value;
    if (meaning === Meaning.contentLength) {
      this.isPastPseudo = true;
      this.contentLength = Number(field.value);
    }
  };

  /** Whether it may begin a request. */
  get isRequest(): boolean {
    return !this.isMalformed && (this.seen & REQUIRED) === REQUIRED;
  }

  /** Whether it may end one: trailers have no pseudo-headers. */
  get isTrailer(): boolean {
    return !this.isMalformed && (this.seen & ANY_PSEUDO) === 0;
  }
}
