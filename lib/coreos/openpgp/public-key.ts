import { createHash, createPublicKey, type KeyObject } from "node:crypto";
import { dearmor } from "./armor";
import { broken, type Packet, Reader, readPackets } from "./packets";
import { readSelfSignature } from "./self-signature";

/** A primary key that may vouch for a file. */
export interface PublicKey {
  /** 40 hex digits, upper-case, as `gpg` shows it. */
  readonly fingerprint: string;

  readonly kind: "rsa" | "ed25519";
  readonly key: KeyObject;

  /** Seconds since 1970. */
  readonly created: number;

  /** Seconds since 1970 from which on it vouches for nothing; undefined if it never expires. */
  readonly expires: number | undefined;

  /** Whether its owner has withdrawn it. */
  readonly isRevoked: boolean;
}

const PUBLIC_KEY = 6;
const SIGNATURE = 2;
const ED25519_LEGACY_OID = Buffer.from("2b06010401da470f01", "hex");

/** The largest key file that is read, in bytes: Fedora's three keys take 5 KB. */
export const LARGEST_KEY_FILE = 1024 * 1024;

/**
 * Reads every primary key of a key file, armoured or binary, one block or several.
 *
 * The keys are trusted because they were pinned by whoever passes them in, so nobody's certificates are checked. What
 * their owner says against them counts, verified or not: a revocation, and the expiry in the newest self-signature.
 * Subkeys, and keys of other kinds than version 4 RSA of at least 2048 bits and Ed25519, vouch for nothing.
 */
export function readPublicKeys(keyFile: Buffer): readonly PublicKey[] {
  if (keyFile.length > LARGEST_KEY_FILE) throw broken(`a key file of more than ${LARGEST_KEY_FILE} bytes`);
  const packets = readPackets(dearmor(keyFile));
  return packets.flatMap((packet, index) => {
    if (packet.tag !== PUBLIC_KEY) return [];
    const next = packets.findIndex(({ tag }, other) => other > index && tag === PUBLIC_KEY);
    return primaryKey(packet, packets.slice(index + 1, next < 0 ? undefined : next));
  });
}

function primaryKey({ body }: Packet, followers: readonly Packet[]): readonly PublicKey[] {
  const reader = new Reader(body);
  if (reader.uint(1) !== 4) return [];
  const created = reader.uint(4);
  const material = keyMaterial(reader.uint(1), reader);
  if (material === undefined) return [];
  const head = Buffer.from([0x99, body.length >> 8, body.length & 0xff]);
  const fingerprint = createHash("sha1").update(head).update(body).digest("hex").toUpperCase();
  return [{ fingerprint, created, ...material, ...life(followers, fingerprint, created) }];
}

/** What the packets after a key say of how long it is good. */
function life(
  followers: readonly Packet[],
  fingerprint: string,
  created: number,
): Pick<PublicKey, "expires" | "isRevoked"> {
  const own = followers
    .filter(({ tag }) => tag === SIGNATURE)
    .flatMap(({ body }) => readSelfSignature(body))
    .filter(({ issuer }) => issuer === undefined || fingerprint.endsWith(issuer));
  const newest = own
    .filter(({ type }) => type !== "revocation")
    .reduce<(typeof own)[number] | undefined>(
      (best, one) => (best && best.created > one.created ? best : one),
      undefined,
    );
  const lifetime = newest?.keyLifetime ?? 0;
  return {
    expires: lifetime === 0 ? undefined : created + lifetime,
    isRevoked: own.some(({ type }) => type === "revocation"),
  };
}

function keyMaterial(algorithm: number, reader: Reader): Pick<PublicKey, "kind" | "key"> | undefined {
  if (algorithm === 1 || algorithm === 3) {
    const [n, e] = [reader.mpi(), reader.mpi()];
    // Shorter than 2048 bits vouches for nothing today, and longer than 16384 only costs time.
    if (n.length < 256 || n.length > 2048 || e.length > 8) return undefined;
    const jwk = { kty: "RSA", n: n.toString("base64url"), e: e.toString("base64url") };
    return { kind: "rsa", key: publicKey(jwk) };
  }
  if (algorithm === 27) return ed25519(reader.bytes(32));
  if (algorithm !== 22) return undefined;
  if (!reader.bytes(reader.uint(1)).equals(ED25519_LEGACY_OID)) return undefined;
  const point = reader.mpi();
  if (point.length !== 33 || point[0] !== 0x40) throw broken("an Ed25519 key of the wrong form");
  return ed25519(point.subarray(1));
}

function ed25519(point: Buffer): Pick<PublicKey, "kind" | "key"> {
  return { kind: "ed25519", key: publicKey({ kty: "OKP", crv: "Ed25519", x: point.toString("base64url") }) };
}

function publicKey(jwk: Record<string, string>): KeyObject {
  try {
    return createPublicKey({ key: jwk, format: "jwk" });
  } catch {
    throw broken("a key of impossible numbers");
  }
}
