/**
 * Hands blocks on, but the last of them only once it is known that all may go.
 *
 * @param gate settles when it is known; what it throws is thrown as soon as it is there
 */
export async function* gated(blocks: AsyncIterable<Buffer>, gate: Promise<unknown>): AsyncGenerator<Buffer> {
  let refused: { readonly error: unknown } | undefined;
  gate.catch((error: unknown) => (refused = { error }));
  let held: Buffer | undefined;
  for await (const block of blocks) {
    if (refused !== undefined) throw refused.error;
    if (held !== undefined) yield held;
    held = block;
  }
  await gate;
  if (held !== undefined) yield held;
}
