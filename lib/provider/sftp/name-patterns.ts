/**
 * Whether a name is one that a pattern means, as OpenSSH sees it: `*` is any text, `?` any one character, and large and
 * small letters differ. No pattern makes it take longer than both lengths multiplied.
 */
export function matchesPattern(name: string, pattern: string): boolean {
  let [at, from] = [0, 0];
  let star: number | undefined; // the last one
  let taken = 0; // how much of the name is before what that one leaves over
  while (from < name.length) {
    if (pattern[at] === "*") {
      star = at++;
      taken = from;
    } else if (at < pattern.length && (pattern[at] === "?" || pattern[at] === name[from])) {
      at++;
      from++;
    } else if (star !== undefined) {
      at = star + 1;
      from = ++taken;
    } else return false;
  }
  while (pattern[at] === "*") at++;
  return at === pattern.length;
}

/** Whether a list such as `*.example.com,!old.example.com` means one of some names of a server: one `!` that fits rules all out. */
export function matchesList(names: readonly string[], list: string): boolean {
  const fits = (pattern: string): boolean => names.some((name) => matchesPattern(name, pattern.toLowerCase()));
  const patterns = list.split(",");
  const isRuledOut = patterns.some((pattern) => pattern.startsWith("!") && fits(pattern.slice(1)));
  return !isRuledOut && patterns.some((pattern) => !pattern.startsWith("!") && fits(pattern));
}
