/** Proxmox VE closes a connection on which it hears nothing for 5 s, in the midst of an upload as well. */
const SILENCE_MS = 2000;

/**
 * Hands blocks on, but the last of them only once it is known that all may go. While that takes, single bytes of it go,
 * so that nobody takes the silence for the end; never the last one.
 *
 * @param gate settles when it is known; what it throws is thrown as soon as it is there
 * @param silenceMs milliseconds after which a byte goes
 */
export async function* gated(
  blocks: AsyncIterable<Buffer>,
  gate: Promise<unknown>,
  silenceMs = SILENCE_MS,
): AsyncGenerator<Buffer> {
  let refused: { readonly error: unknown } | undefined;
  gate.catch((error: unknown) => (refused = { error }));
  let held: Buffer | undefined;
  for await (const block of blocks) {
    if (refused !== undefined) throw refused.error;
    if (held !== undefined) yield held;
    held = block;
  }
  while (!(await isSettled(gate, silenceMs))) {
    if (held === undefined || held.length < 2) continue;
    yield held.subarray(0, 1);
    held = held.subarray(1);
  }
  if (held !== undefined) yield held;
}

/** @throws what the gate throws */
async function isSettled(gate: Promise<unknown>, waitMs: number): Promise<boolean> {
  let timer: NodeJS.Timeout | undefined;
  const late = new Promise<false>((resolve) => (timer = setTimeout(() => resolve(false), waitMs)));
  try {
    return await Promise.race([gate.then(() => true), late]);
  } finally {
    clearTimeout(timer);
  }
}
