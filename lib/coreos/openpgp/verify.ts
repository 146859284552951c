import { readDigests } from "../read-digests";
import { signatureCheck } from "./check";
import { readPublicKeys } from "./public-key";

/** What {@link verifySignature} is to check. */
export interface SignedFile {
  readonly path: string;

  /** The detached signature, armoured or binary. */
  readonly signature: Buffer;

  /** Key files, armoured or binary, that are trusted to vouch for the file. */
  readonly keys: readonly Buffer[];
}

/**
 * Checks a file against a detached OpenPGP signature and answers the fingerprint of the key that vouches for it.
 *
 * @throws ConfigError if no key passed in vouches for the file
 */
export async function verifySignature({ path, signature, keys }: SignedFile): Promise<string> {
  const check = signatureCheck({ subject: path, signature, keys: keys.flatMap((key) => readPublicKeys(key)) });
  const { hashes } = await readDigests(path, { hashes: [...check.hashes] });
  return check.judge(await hashes);
}
