import { createHash, verify, constants, publicDecrypt } from "node:crypto";
import { createReadStream } from "node:fs";
import { refusal } from "../problem";
import { type PublicKey, readPublicKeys } from "./public-key";
import { readSignatures, type Signature } from "./signature";

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
 * Binary signatures of version 4, by the primary RSA or Ed25519 key, over SHA-256, SHA-384 or SHA-512. Anything else
 * vouches for nothing.
 *
 * @throws ConfigError if no key passed in vouches for the file
 */
export async function verifySignature({ path, signature, keys }: SignedFile): Promise<string> {
  const trusted = keys.flatMap((key) => readPublicKeys(key));
  const signatures = readSignatures(signature);
  for (const one of signatures) {
    const candidates = trusted.filter((key) => key.kind === one.kind && mayBeIssuer(key, one));
    if (candidates.length === 0 || isExpired(one)) continue;
    const digest = await digestOf(path, one);
    if (!digest.subarray(0, 2).equals(one.check)) continue;
    const signer = candidates.find((key) => isSignedBy(digest, one, key));
    if (signer !== undefined) return signer.fingerprint;
  }
  throw refusal("bad-signature", ["signature"], {
    what: `no trusted key vouches for ${path}`,
    got:
      signatures.length === 0
        ? "no signature of a kind that is understood"
        : `signed by ${signatures.map(({ issuer }) => issuer ?? "a key without a name").join(", ")}`,
    allowed: trusted.map(({ fingerprint }) => fingerprint).join(", ") || "no key",
    fix: "fetch file and signature again; if the stream has a new signing key, add it after checking where it comes from",
  });
}

/** A signature names its key by fingerprint, by the fingerprint's last 16 digits, or not at all. */
function mayBeIssuer({ fingerprint }: PublicKey, { issuer }: Signature): boolean {
  return issuer === undefined || fingerprint.endsWith(issuer);
}

function isExpired({ expires }: Signature): boolean {
  return expires !== undefined && expires * 1000 < Date.now();
}

async function digestOf(path: string, { hash, trailer }: Signature): Promise<Buffer> {
  const digest = createHash(hash);
  for await (const block of createReadStream(path, { highWaterMark: 1024 * 1024 })) digest.update(block as Buffer);
  return digest.update(trailer).digest();
}

/** The DER prefixes that PKCS #1 v1.5 puts before a digest. */
const DIGEST_INFO: Readonly<Record<Signature["hash"], string>> = {
  sha256: "3031300d060960864801650304020105000420",
  sha384: "3041300d060960864801650304020205000430",
  sha512: "3051300d060960864801650304020305000440",
};

/** OpenPGP signs the digest, so the data need not be hashed once for each key. */
function isSignedBy(digest: Buffer, { kind, value, hash }: Signature, { key }: PublicKey): boolean {
  if (kind === "ed25519") return verify(null, digest, key, value);
  const size = Math.ceil((key.asymmetricKeyDetails?.modulusLength ?? 0) / 8);
  if (value.length > size) return false;
  const padded = Buffer.concat([Buffer.alloc(size - value.length), value]);
  const info = Buffer.concat([Buffer.from(DIGEST_INFO[hash], "hex"), digest]);
  const filler = Buffer.alloc(size - info.length - 3, 0xff);
  const expected = Buffer.concat([Buffer.from([0, 1]), filler, Buffer.from([0]), info]);
  try {
    // Compared whole, with its padding: nothing in a signature is left to interpretation.
    return publicDecrypt({ key, padding: constants.RSA_NO_PADDING }, padded).equals(expected);
  } catch {
    return false;
  }
}
