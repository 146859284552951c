/** What a JSON text may be at most. */
export interface JsonBounds {
  /** In characters. */
  readonly length: number;

  /** Lists and objects within one another. */
  readonly depth: number;
}

/** Why a text is not read. The message quotes nothing of it: `it is nested more than 64 deep`. */
export class BoundedJsonError extends Error {
  override readonly name = "BoundedJsonError";

  constructor(
    readonly reason: "length" | "depth" | "syntax",
    message: string,
  ) {
    super(message);
  }
}

/**
 * Reads JSON that somebody else wrote.
 *
 * @throws BoundedJsonError that says what is wrong
 */
export function parseBoundedJson(text: string, bounds: JsonBounds): unknown {
  if (text.length > bounds.length) throw new BoundedJsonError("length", `it has more than ${bounds.length} characters`);
  if (isDeeper(text, bounds.depth)) throw new BoundedJsonError("depth", `it is nested more than ${bounds.depth} deep`);
  try {
    return JSON.parse(text);
  } catch {
    throw new BoundedJsonError("syntax", "it is not JSON");
  }
}

const [QUOTE, BACKSLASH] = [0x22, 0x5c];

/** Looks at the brackets outside strings only, so nothing is built before it is known to be flat enough. */
function isDeeper(text: string, limit: number): boolean {
  let depth = 0;
  let inString = false;
  for (let at = 0; at < text.length; at++) {
    const code = text.charCodeAt(at);
    if (inString) {
      if (code === BACKSLASH) at++;
      else if (code === QUOTE) inString = false;
    } else if (code === QUOTE) inString = true;
    else if (code === 0x5b || code === 0x7b) {
      if (++depth > limit) return true;
    } else if (code === 0x5d || code === 0x7d) depth--;
  }
  return false;
}
