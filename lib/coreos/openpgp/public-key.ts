import { createHash, createPublicKey, type KeyObject } from "node:crypto";
import { dearmor } from "./armor";
import { broken, type Packet, Reader, readPackets } from "./packets";

/** A primary key that may vouch for a file. */
export interface PublicKey {
  /** 40 hex digits, upper-case, as `gpg` shows it. */
  readonly fingerprint: string;

  readonly kind: "rsa" | "ed25519";
  readonly key: KeyObject;
}

const PUBLIC_KEY = 6;
const ED25519_LEGACY_OID = Buffer.from("2b06010401da470f01", "hex");

/**
 * Reads every primary key of a key file, armoured or binary.
 *
 * The keys are trusted because they were pinned by whoever passes them in, so user ids, expiry and subkeys are not
 * looked at. Keys of other kinds than version 4 RSA and Ed25519 are passed over.
 */
export function readPublicKeys(keyFile: Buffer): readonly PublicKey[] {
  return readPackets(dearmor(keyFile)).flatMap(primaryKey);
}

function primaryKey({ tag, body }: Packet): readonly PublicKey[] {
  if (tag !== PUBLIC_KEY) return [];
  const reader = new Reader(body);
  if (reader.uint(1) !== 4) return [];
  reader.uint(4); // time of creation
  const material = keyMaterial(reader.uint(1), reader);
  if (material === undefined) return [];
  const head = Buffer.from([0x99, body.length >> 8, body.length & 0xff]);
  const fingerprint = createHash("sha1").update(head).update(body).digest("hex").toUpperCase();
  return [{ fingerprint, ...material }];
}

function keyMaterial(algorithm: number, reader: Reader): Omit<PublicKey, "fingerprint"> | undefined {
  if (algorithm === 1 || algorithm === 3) {
    const [n, e] = [reader.mpi(), reader.mpi()];
    if (n.length < 256) return undefined; // shorter than 2048 bits vouches for nothing today
    const jwk = { kty: "RSA", n: n.toString("base64url"), e: e.toString("base64url") };
    return { kind: "rsa", key: createPublicKey({ key: jwk, format: "jwk" }) };
  }
  if (algorithm === 27) return ed25519(reader.bytes(32));
  if (algorithm !== 22) return undefined;
  if (!reader.bytes(reader.uint(1)).equals(ED25519_LEGACY_OID)) return undefined;
  const point = reader.mpi();
  if (point.length !== 33 || point[0] !== 0x40) throw broken("an Ed25519 key of the wrong form");
  return ed25519(point.subarray(1));
}

function ed25519(point: Buffer): Omit<PublicKey, "fingerprint"> {
  const jwk = { kty: "OKP", crv: "Ed25519", x: point.toString("base64url") };
  return { kind: "ed25519", key: createPublicKey({ key: jwk, format: "jwk" }) };
}
