/** Takes a command line of systemd apart into the words that the program gets. */
export function wordsOf(line: string): readonly string[] {
  return [...line.matchAll(/"((?:[^"\\]|\\.)*)"|([^ \t\r\n]+)/gsu)].map(([, quoted, plain]) =>
    (quoted === undefined ? (plain ?? "") : unescape(quoted)).replaceAll("%%", "%").replaceAll("$$", "$"),
  );
}

function unescape(text: string): string {
  return text.replace(/\\(?:x([0-9a-f]{2})|(.))/gsu, (_all, hex: string | undefined, character: string | undefined) =>
    hex === undefined ? (character ?? "") : String.fromCharCode(Number.parseInt(hex, 16)),
  );
}
