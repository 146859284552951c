import { createPublicKey, type JsonWebKey, type KeyObject, verify } from "node:crypto";
import { PacketReader } from "./packets";

/** A public key as SSH writes it (RFC 4253, 5656 and 8709), and as Node's crypto can use it. */
export interface PublicKey {
  readonly type: string;

  /** In the only spelling that it has, its type included. */
  readonly blob: Buffer;
  readonly object: KeyObject;
}

/** Smallest RSA key that may stand for a server by way of a signature, in bits. */
const LEAST_RSA_BITS = 2048;

interface Kind {
  /** How many fields stand behind the type. */
  readonly fields: number;

  /** Names of its signatures, with the hash of each. */
  readonly signatures: Readonly<Record<string, string | null>>;

  /** Undefined if the fields are no such key. */
  jwk(fields: readonly Buffer[]): JsonWebKey | undefined;

  /** What a signature holds as crypto takes it; undefined if it is none. */
  signature(value: Buffer): Buffer | undefined;
}

const ED25519_KEY = 32;
const ED25519_SIGNATURE = 64;

const KINDS: Readonly<Record<string, Kind>> = {
  "ssh-ed25519": {
    fields: 1,
    signatures: { "ssh-ed25519": null },
    jwk: ([key]) => (key?.length === ED25519_KEY ? { kty: "OKP", crv: "Ed25519", x: url(key) } : undefined),
    signature: (value) => (value.length === ED25519_SIGNATURE ? value : undefined),
  },
  "ecdsa-sha2-nistp256": ecdsa("nistp256", "P-256", 32, "sha256"),
  "ecdsa-sha2-nistp384": ecdsa("nistp384", "P-384", 48, "sha384"),
  "ecdsa-sha2-nistp521": ecdsa("nistp521", "P-521", 66, "sha512"),
  "ssh-rsa": {
    fields: 2,
    // Not `ssh-rsa`: that one is by SHA-1.
    signatures: { "rsa-sha2-256": "sha256", "rsa-sha2-512": "sha512" },
    jwk: ([e, n]) => {
      const [exponent, modulus] = [magnitude(e), magnitude(n)];
      if (exponent === undefined || modulus === undefined) return undefined;
      return { kty: "RSA", e: url(exponent), n: url(modulus) };
    },
    signature: (value) => value,
  },
};

function ecdsa(curve: string, crv: string, size: number, hash: string): Kind {
  return {
    fields: 2,
    signatures: { [`ecdsa-sha2-${curve}`]: hash },
    jwk: ([name, point]) => {
      // 4 says that both coordinates follow.
      if (name?.toString("latin1") !== curve || point?.length !== 1 + 2 * size || point[0] !== 4) return undefined;
      return { kty: "EC", crv, x: url(point.subarray(1, 1 + size)), y: url(point.subarray(1 + size)) };
    },
    signature: (value) => {
      const reader = new PacketReader(value);
      const numbers = [magnitude(reader.data()), magnitude(reader.data())];
      if (!reader.isAtEnd) return undefined;
      const padded = numbers.flatMap((number) =>
        number === undefined || number.length > size ? [] : [Buffer.alloc(size - number.length), number],
      );
      return padded.length === 4 ? Buffer.concat(padded) : undefined;
    },
  };
}

/** The types that {@link readPublicKey} reads. */
export const PUBLIC_KEY_TYPES: readonly string[] = Object.keys(KINDS);

/** How many fields stand behind the type in a key of a type; undefined if the type is not known. */
export function fieldsOf(type: string): number | undefined {
  return Object.hasOwn(KINDS, type) ? KINDS[type]?.fields : undefined;
}

/**
 * Reads a public key.
 *
 * @returns undefined if the bytes are not wholly one, if its type is not known, or if it is too weak
 */
export function readPublicKey(blob: Buffer): PublicKey | undefined {
  return orNothing(() => {
    const reader = new PacketReader(blob);
    const type = reader.data().toString("latin1");
    const kind = Object.hasOwn(KINDS, type) ? KINDS[type] : undefined;
    if (kind === undefined) return undefined;
    const jwk = kind.jwk(Array.from({ length: kind.fields }, () => reader.data()));
    if (jwk === undefined || !reader.isAtEnd) return undefined;
    const object = createPublicKey({ key: jwk, format: "jwk" });
    const bits = object.asymmetricKeyDetails?.modulusLength ?? LEAST_RSA_BITS;
    return bits < LEAST_RSA_BITS ? undefined : { type, blob: Buffer.from(blob), object };
  });
}

/**
 * Whether a signature, as SSH writes it with its name, is that of a key over some data. SHA-1 is refused.
 */
export function isSignedBy({ type, object }: PublicKey, data: Buffer, signature: Buffer): boolean {
  const holds = orNothing(() => {
    const reader = new PacketReader(signature);
    const [name, value] = [reader.data().toString("latin1"), reader.data()];
    const kind = KINDS[type];
    if (kind === undefined || !reader.isAtEnd || !Object.hasOwn(kind.signatures, name)) return false;
    const bytes = kind.signature(value);
    const hash = kind.signatures[name];
    if (bytes === undefined || hash === undefined) return false;
    return verify(hash, data, { key: object, dsaEncoding: "ieee-p1363" }, bytes);
  });
  return holds === true;
}

/** Texts and bytes, each behind its length. */
export function sshStrings(all: readonly (string | Buffer)[]): Buffer {
  return Buffer.concat(
    all.flatMap((field) => {
      const bytes = typeof field === "string" ? Buffer.from(field) : field;
      const length = Buffer.alloc(4);
      length.writeUInt32BE(bytes.length);
      return [length, bytes];
    }),
  );
}

/** Of a number above 0 in its shortest form, without the byte that only says that it is above 0; else undefined. */
function magnitude(number: Buffer | undefined): Buffer | undefined {
  const [first, second] = number ?? [];
  if (number === undefined || first === undefined || first >= 0x80) return undefined;
  if (first > 0) return number;
  return second !== undefined && second >= 0x80 ? number.subarray(1) : undefined;
}

const url = (bytes: Buffer): string => bytes.toString("base64url");

/** Bytes of a stranger that end too soon, or that crypto does not take, are no key and no signature. */
function orNothing<T>(work: () => T): T | undefined {
  try {
    return work();
  } catch {
    return undefined;
  }
}
