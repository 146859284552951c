const [QUOTE, BACKSLASH] = [0x22, 0x5c];

/**
 * JSON with each of its strings and numbers changed, before it is parsed.
 *
 * Strings are walked through one character after another: an expression for all of one keeps every step in mind, and of
 * a few MiB it is too many.
 *
 * @param change gets a string as it is written, quotes and all
 */
export function mapTokens(json: string, change: (token: string, isString: boolean) => string): string {
  const start = /"|-?\d[\d.eE+-]*/g;
  const pieces: string[] = [];
  let done = 0;
  for (let found = start.exec(json); found !== null; found = start.exec(json)) {
    const isString = found[0] === '"';
    const end = isString ? endOfString(json, start.lastIndex) : start.lastIndex;
    pieces.push(json.slice(done, found.index), change(json.slice(found.index, end), isString));
    start.lastIndex = done = end;
  }
  return pieces.join("") + json.slice(done);
}

/** The place behind the quote that ends a string, or the end of all where there is none. */
function endOfString(json: string, from: number): number {
  for (let at = from; at < json.length; at++) {
    const code = json.charCodeAt(at);
    if (code === BACKSLASH) at++;
    else if (code === QUOTE) return at + 1;
  }
  return json.length;
}
