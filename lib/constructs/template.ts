/** A piece of an OpenTofu template: literal text, or the expression of an interpolation. */
export type TemplatePiece = { readonly literal: string } | { readonly expression: string };

/**
 * Takes a resolved CDKTF string apart: `a-${x.y}-b` → `a-`, `x.y`, `-b`.
 *
 * Expressions may hold strings, and these interpolations of their own, so braces are counted outside of literal text only.
 */
export function splitTemplate(template: string): readonly TemplatePiece[] {
  const pieces: TemplatePiece[] = [];
  let literal = "";
  let position = 0;
  while (position < template.length) {
    const escape = /^([$%])\1\{/.exec(template.slice(position, position + 3));
    if (escape !== null) {
      literal += `${escape[1]}{`;
      position += 3;
    } else if (template.startsWith("${", position)) {
      const end = endOfExpression(template, position + 2);
      if (literal !== "") pieces.push({ literal });
      pieces.push({ expression: template.slice(position + 2, end) });
      literal = "";
      position = end + 1;
    } else {
      literal += template[position];
      position += 1;
    }
  }
  return literal === "" && pieces.length > 0 ? pieces : [...pieces, { literal }];
}

/** Position of the brace that closes an expression; the end of the text if none does. */
function endOfExpression(template: string, start: number): number {
  /** What is open, innermost last: `{` for braces, `"` for a string. */
  const open: ("{" | '"')[] = [];
  for (let position = start; position < template.length; position += 1) {
    const character = template[position];
    if (open.at(-1) === '"') {
      if (character === "\\") position += 1;
      else if (character === '"') open.pop();
      else if (template.startsWith("$${", position) || template.startsWith("%%{", position)) position += 2;
      else if (template.startsWith("${", position) || template.startsWith("%{", position)) {
        open.push("{");
        position += 1;
      }
    } else if (character === '"') open.push('"');
    else if (character === "{") open.push("{");
    else if (character === "}") {
      if (open.length === 0) return position;
      open.pop();
    }
  }
  return template.length;
}
