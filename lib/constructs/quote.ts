const SHORT: Readonly<Record<string, string>> = { '"': '\\"', "\\": "\\\\", "\n": "\\n", "\r": "\\r", "\t": "\\t" };

/**
 * Text as a quoted string that means the same in JSON and in OpenTofu's own language.
 *
 * What would begin an interpolation or a directive, alone or with what comes next, and what CDKTF would take for one of
 * its markers, is written as a `\u` escape, so it passes through both unseen.
 */
export function quote(text: string): string {
  return `"${text.replace(/["\\\p{Cc}]|[$%#&](?=\{|$)|(?<=\d)e(?=\+\d)/gu, (character) => SHORT[character] ?? unicode(character))}"`;
}

/**
 * Literal text as the value of an ordinary attribute, where OpenTofu expects a template without quotes.
 *
 * What it or CDKTF would misread stands in quotes. A lone carriage return is among it: OpenTofu takes no interpolation
 * after one for what it is.
 */
export function literalTemplate(text: string): string {
  return /[$%#&](?:\{|$)|\r|\de\+\d|^(String|Any) Map Token Value$/.test(text) ? `\${${quote(text)}}` : text;
}

/** JSON text in ASCII alone: OpenTofu normalises all other text (NFC), which would change a file's content. */
export function toAscii(json: string): string {
  return json.replace(/[^\p{ASCII}]/gu, (character) => character.split("").map(unicode).join(""));
}

function unicode(character: string): string {
  return `\\u${character.charCodeAt(0).toString(16).padStart(4, "0")}`;
}
