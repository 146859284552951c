/** How many texts are remembered, and of how many characters together, before the older half of them is forgotten. */
const MOST_TEXTS = 512;
const MOST_CHARACTERS = 1024 * 1024;

/** Shorter texts are not worth it, and longer ones few documents share. */
const SHORTEST = 64;
const LONGEST = 64 * 1024;

/** How many characters tell one text from another: the first ones, and some of the rest. */
const BEGINNING = 8;
const SAMPLES = 16;

/** A text, and what was answered to it. */
interface Known<T> {
  readonly text: string;
  readonly value: T;
}

/**
 * A function of a text that remembers what it answered of late: most files are the same on all machines of a fleet, and
 * a document that names its own hash is rendered twice.
 *
 * Texts are found by a few of their characters and then compared, since to hash them whole takes longer than to compare
 * them. Of texts that look alike the last one is remembered.
 *
 * @param answer depends on the text alone; what it answers is never changed
 */
export function remember<T>(answer: (text: string) => T): (text: string) => T {
  let recent = new Map<number, Known<T>>();
  let older = new Map<number, Known<T>>();
  let characters = 0;
  return (text) => {
    if (text.length < SHORTEST || text.length > LONGEST) return answer(text);
    const look = lookOf(text);
    const known = recent.get(look);
    if (known?.text === text) return known.value;
    const before = older.get(look);
    const found = before?.text === text ? before : { text, value: answer(text) };
    if (recent.size >= MOST_TEXTS || characters + text.length > MOST_CHARACTERS) {
      older = recent;
      recent = new Map();
      characters = 0;
    }
    recent.set(look, found);
    characters += text.length;
    return found.value;
  };
}

/** A number that is the same for the same text, and mostly another one for another text. */
function lookOf(text: string): number {
  let look = text.length;
  for (let at = 0; at < BEGINNING; at += 1) look = (Math.imul(look, 31) + text.charCodeAt(at)) | 0;
  const step = Math.floor(text.length / SAMPLES);
  for (let at = BEGINNING; at < text.length; at += step) look = (Math.imul(look, 31) + text.charCodeAt(at)) | 0;
  return look;
}
