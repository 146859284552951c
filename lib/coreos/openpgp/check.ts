import { constants, publicDecrypt, verify, type Hash } from "node:crypto";
import { refusal } from "../problem";
import type { PublicKey } from "./public-key";
import { readSignatures, type Signature } from "./signature";

/** A signature and the keys that may have made it, before the file is read. */
export interface SignatureCheck {
  /** Fingerprints of the keys that may have made it, as far as the signature itself says; if none, it will be refused. */
  readonly signers: readonly string[];

  /** What the file has to be hashed with; empty if no signature is worth the reading. */
  readonly hashes: ReadonlySet<Signature["hash"]>;

  /**
   * Judges the file once it has been read.
   *
   * @param hashed for each of `hashes`, all of the file and no more; left as it was
   * @returns fingerprint of the key that vouches for the file
   * @throws ConfigError that names the key expected and the one found, if none does
   */
  judge(hashed: ReadonlyMap<Signature["hash"], Hash>): string;
}

/** What {@link signatureCheck} is given. */
export interface SignatureQuestion {
  /** What is signed, as errors call it. */
  readonly subject: string;

  /** The detached signature, armoured or binary. */
  readonly signature: Buffer;

  readonly keys: readonly PublicKey[];

  /** @default - the present */
  readonly now?: Date;
}

/**
 * Reads a detached signature so that its file needs to be read only once, whatever else is computed meanwhile.
 *
 * Binary signatures of version 4 by a primary RSA or Ed25519 key over SHA-256, SHA-384 or SHA-512 count. Anything else
 * vouches for nothing, and neither does a key or a signature past its time, or a key that its owner has revoked.
 *
 * @throws ConfigError if key or signature is broken
 */
export function signatureCheck({ subject, signature, keys, now = new Date() }: SignatureQuestion): SignatureCheck {
  const seconds = now.getTime() / 1000;
  const found = readSignatures(signature).slice(0, MOST_SIGNATURES);
  const pairs = found.flatMap((one) =>
    keys
      .filter((key) => key.kind === one.kind && isIssuer(key, one))
      .map((key) => ({ one, key, objection: objectionTo(key, one, seconds) })),
  );
  const sound = pairs.filter(({ objection }) => objection === undefined);
  return {
    signers: [...new Set(sound.map(({ key }) => key.fingerprint))],
    hashes: new Set(sound.map(({ one }) => one.hash)),
    judge(hashed) {
      for (const { one, key } of sound) {
        const digest = hashed.get(one.hash)?.copy().update(one.trailer).digest();
        if (digest?.subarray(0, 2).equals(one.check) === true && isSignedBy(digest, one, key)) return key.fingerprint;
      }
      const objections = pairs.flatMap(({ objection }) => objection ?? []);
      throw refused(subject, found, keys, sound.length > 0 ? ["the signature is of other bytes"] : objections);
    },
  };
}

/** One signs an image; several may while a key is exchanged. */
const MOST_SIGNATURES = 16;

/** A signature names its key by fingerprint, by the fingerprint's last 16 digits, or not at all. */
function isIssuer({ fingerprint }: PublicKey, { issuer }: Signature): boolean {
  return issuer === undefined || (issuer.length >= 16 && fingerprint.endsWith(issuer));
}

/** Why a signature of this key does not count, whatever it is of. */
function objectionTo(key: PublicKey, signature: Signature, now: number): string | undefined {
  if (key.isRevoked) return `key ${key.fingerprint} is revoked`;
  if (key.expires !== undefined && key.expires <= now) return `key ${key.fingerprint} expired on ${day(key.expires)}`;
  if (signature.expires !== undefined && signature.expires <= now)
    return `the signature expired on ${day(signature.expires)}`;
  if (signature.created < key.created) return `the signature is older than key ${key.fingerprint}`;
  return undefined;
}

function day(seconds: number): string {
  return new Date(seconds * 1000).toISOString().slice(0, 10);
}

function refused(
  subject: string,
  found: readonly Signature[],
  keys: readonly PublicKey[],
  reasons: readonly string[],
): Error {
  const signers = found.map(({ issuer }) => (issuer === undefined ? "a key that it does not name" : `key ${issuer}`));
  return refusal("bad-signature", ["signature"], {
    what: `no trusted key vouches for ${subject}${reasons.map((reason) => `: ${reason}`).join("")}`,
    got: found.length === 0 ? "no signature of a kind that counts" : `signed by ${[...new Set(signers)].join(", ")}`,
    allowed: keys.length === 0 ? "no key" : `key ${keys.map(({ fingerprint }) => fingerprint).join(", ")}`,
    fix: "fetch file and signature again; if the stream has a new signing key, add it to signing_keys after checking where it comes from",
  });
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
