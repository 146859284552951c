import { readFile, stat } from "node:fs/promises";
import { setTimeout as sleep } from "node:timers/promises";
import { fileURLToPath } from "node:url";
import { bareUrl } from "../values/bare-url";

/** What {@link fetchSmall} is to bring. */
export interface SmallFile {
  /** `https:`, `http:`, `file:`, or a path on this machine. */
  readonly url: string;

  /** In bytes; a larger file is not read to its end. */
  readonly limit: number;

  readonly signal?: AbortSignal | undefined;
}

/** The file is not there: asking again would not help. */
export class NotThere extends Error {}

const ATTEMPTS = 3;
const ATTEMPT_MS = 30_000;

/**
 * Reads a small file, such as stream metadata or a signature, into memory. A bad moment of the server is waited out.
 *
 * @throws NotThere, or Error that says what is wrong with the address it names
 */
export async function fetchSmall({ url, limit, signal }: SmallFile): Promise<Buffer> {
  if (!/^https?:/i.test(url)) return readSmall(url.startsWith("file:") ? fileURLToPath(url) : url, limit);
  for (let attempt = 1; ; attempt++) {
    try {
      return await fetchOnce(url, limit, signal);
    } catch (error) {
      signal?.throwIfAborted();
      if (error instanceof NotThere || error instanceof TooLarge || attempt === ATTEMPTS) throw named(url, error);
      await sleep(250 * 2 ** attempt, undefined, signal === undefined ? {} : { signal });
    }
  }
}

class TooLarge extends Error {}

async function fetchOnce(url: string, limit: number, signal: AbortSignal | undefined): Promise<Buffer> {
  const timeout = AbortSignal.timeout(ATTEMPT_MS);
  const response = await fetch(url, { signal: signal === undefined ? timeout : AbortSignal.any([signal, timeout]) });
  if (!response.ok || response.body === null) {
    await response.body?.cancel();
    const text = `HTTP ${response.status} ${response.statusText}`.trim();
    throw response.status < 500 && response.status !== 429 && response.status !== 408
      ? new NotThere(text)
      : new Error(text);
  }
  const blocks: Uint8Array[] = [];
  let size = 0;
  for await (const block of response.body as AsyncIterable<Uint8Array>) {
    size += block.length;
    if (size > limit) throw new TooLarge(`it has more than ${limit} bytes`);
    blocks.push(block);
  }
  return Buffer.concat(blocks);
}

async function readSmall(path: string, limit: number): Promise<Buffer> {
  try {
    const { size } = await stat(path);
    if (size > limit) throw new TooLarge(`it has more than ${limit} bytes`);
    return await readFile(path);
  } catch (error) {
    const { code } = error as NodeJS.ErrnoException;
    throw named(path, code === "ENOENT" || code === "ENOTDIR" ? new NotThere("there is no such file") : error);
  }
}

/** The same kind of error, with the address and the whole chain of causes. */
function named(url: string, error: unknown): Error {
  const chain: string[] = [];
  for (let one: unknown = error; one instanceof Error && chain.length < 4; one = one.cause) chain.push(one.message);
  const message = `${bareUrl(url)} cannot be read: ${chain.join(": ")}`;
  return error instanceof NotThere ? new NotThere(message) : new Error(message);
}
