/**
 * A peer's words, fit to be shown: without {@link withoutControls controls}, on one line, and no more than 300
 * characters of them. Until it is known who the peer is, they are those of anybody.
 */
export function peerText(text: string): string {
  const start = /^.{0,300}/su.exec(text)?.[0] ?? "";
  return withoutControls(start) + (start.length < text.length ? "…" : "");
}

/** Writes out, as in JSON, what a terminal obeys rather than shows, and what changes how the rest looks. */
export function withoutControls(text: string): string {
  return text.replace(/[\p{Cc}\p{Cf}\p{Zl}\p{Zp}]/gu, (character) => {
    const hex = (character.codePointAt(0) ?? 0).toString(16);
    return hex.length > 4 ? `\\u{${hex}}` : `\\u${hex.padStart(4, "0")}`;
  });
}
