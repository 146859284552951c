/** How many texts are remembered, and of how many characters together, before the older half of them is forgotten. */
const MOST_TEXTS = 512;
const MOST_CHARACTERS = 1024 * 1024;

/** Shorter texts are not worth it, and longer ones few documents share. */
const SHORTEST = 64;
const LONGEST = 64 * 1024;

/**
 * A function of a text that remembers what it answered of late: most files are the same on all machines of a fleet, and
 * a document that names its own hash is rendered twice.
 *
 * @param answer depends on the text alone; what it answers is never changed
 */
export function remember<T>(answer: (text: string) => T): (text: string) => T {
  let recent = new Map<string, { readonly value: T }>();
  let older = new Map<string, { readonly value: T }>();
  let characters = 0;
  return (text) => {
    if (text.length < SHORTEST || text.length > LONGEST) return answer(text);
    const known = recent.get(text);
    if (known !== undefined) return known.value;
    const found = older.get(text) ?? { value: answer(text) };
    if (recent.size >= MOST_TEXTS || characters + text.length > MOST_CHARACTERS) {
      older = recent;
      recent = new Map();
      characters = 0;
    }
    recent.set(text, found);
    characters += text.length;
    return found.value;
  };
}
