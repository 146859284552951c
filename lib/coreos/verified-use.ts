import { ConfigError } from "../values/config-error";
import { isOfCache } from "./disk";

/** What the reading of a file came to; more than this, if more is wanted of the one reading. */
export interface Examined {
  /** In hex. It may take longer than all the rest. */
  readonly sha256: Promise<string>;

  /**
   * Says whether the file may be used, once it is known to be the one asked for.
   *
   * @default - it may
   * @throws ConfigError if it may not, wherever it comes from
   */
  judge?(): Promise<void>;
}

/**
 * What is done with a file.
 *
 * @param verified settles once all of the file has been read and judged: whatever is done must not be final before
 */
export type Use<E extends Examined, T> = (path: string, examined: E, verified: Promise<void>) => Promise<T>;

/** A file that is to be used; in the cache it stays until it is released. */
export interface Brought<E extends Examined> {
  readonly path: string;
  readonly examined: E;
  /** @throws ConfigError if it is another file than that asked for */
  readonly compared: Promise<void>;
  readonly release: () => Promise<void>;
  /** Takes it out of the cache, if it is wrong; undefined where nothing better would come after it. */
  readonly discard?: () => Promise<void>;
}

/** What came of a file: if it is wrong, there may be a better one elsewhere. */
export type Outcome<T> = { readonly value: T } | { readonly wrong: ConfigError };

/**
 * Lets a file be used while it is still verified, and releases it.
 *
 * @throws ConfigError if it may not be used, in place of whatever failed because of that; else what the use throws
 */
export async function used<E extends Examined, T>(brought: Brought<E>, use: Use<E, T>): Promise<Outcome<T>> {
  const { path, examined, compared, release } = brought;
  const verified = compared.then(() => examined.judge?.());
  const [comparing, verifying] = [refusalOf(compared), refusalOf(verified)];
  try {
    const value = await use(path, examined, verified);
    await verified;
    return { value };
  } catch (error) {
    const wrong = comparing();
    if (wrong !== undefined && !isOfCache(wrong)) return { wrong };
    throw verifying() ?? error;
  } finally {
    await release();
  }
}

/** Why a check has been refused, as far as that is known by then. */
function refusalOf(check: Promise<void>): () => ConfigError | undefined {
  let refusal: ConfigError | undefined;
  check.catch((error: unknown) => {
    if (error instanceof ConfigError) refusal = error;
  });
  return () => refusal;
}
