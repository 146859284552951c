import { createHash, createPrivateKey, createPublicKey, sign, type KeyObject } from "node:crypto";

/** An Ed25519 key that signs files as OpenPGP (RFC 4880, version 4, EdDSA) has it. For the lab's files only. */
export interface SigningKey {
  /** Long key id, 16 upper-case hex digits. */
  readonly id: string;

  /** 40 upper-case hex digits. */
  readonly fingerprint: string;

  /** Public key, user id and self-signature, binary. */
  readonly publicKey: Buffer;

  /** A binary detached signature. */
  sign(data: Buffer): Buffer;
}

const createdAt = 1_785_628_800; // 2026-08-02
const pkcs8Ed25519 = Buffer.from("302e020100300506032b657004220420", "hex");
const curve = Buffer.from("092b06010401da470f01", "hex");
const eddsa = 22;
const sha512 = 10;

/** Derives the key of a name: the same name gives the same key, so nothing that it signs is worth trusting. */
export function signingKey(name: string): SigningKey {
  const seed = createHash("sha256").update(`slipway lab signing key ${name}`).digest();
  const key = createPrivateKey({ key: Buffer.concat([pkcs8Ed25519, seed]), format: "der", type: "pkcs8" });
  const body = publicKeyBody(key);
  const framed = Buffer.concat([Buffer.from([0x99]), uint16(body.length), body]);
  const fingerprint = createHash("sha1").update(framed).digest();
  const userId = Buffer.from(name);
  const certified = Buffer.concat([framed, Buffer.from([0xb4]), uint32(userId.length), userId]);
  const signer = { key, fingerprint };
  return {
    id: fingerprint.subarray(12).toString("hex").toUpperCase(),
    fingerprint: fingerprint.toString("hex").toUpperCase(),
    publicKey: Buffer.concat([packet(6, body), packet(13, userId), packet(2, signature(signer, 0x13, certified))]),
    sign: (data) => packet(2, signature(signer, 0x00, data)),
  };
}

function publicKeyBody(key: KeyObject): Buffer {
  const der = createPublicKey(key).export({ format: "der", type: "spki" });
  const point = Buffer.concat([Buffer.from([0x40]), der.subarray(der.length - 32)]);
  return Buffer.concat([Buffer.from([4]), uint32(createdAt), Buffer.from([eddsa]), curve, integer(point)]);
}

function signature(signer: { key: KeyObject; fingerprint: Buffer }, type: number, data: Buffer): Buffer {
  const hashed = Buffer.concat([
    subpacket(2, uint32(createdAt)),
    subpacket(33, Buffer.concat([Buffer.from([4]), signer.fingerprint])),
  ]);
  const head = Buffer.concat([Buffer.from([4, type, eddsa, sha512]), uint16(hashed.length), hashed]);
  const trailer = Buffer.concat([Buffer.from([4, 0xff]), uint32(head.length)]);
  const digest = createHash("sha512").update(data).update(head).update(trailer).digest();
  const bytes = sign(null, digest, signer.key);
  const unhashed = subpacket(16, signer.fingerprint.subarray(12));
  return Buffer.concat([
    head,
    uint16(unhashed.length),
    unhashed,
    digest.subarray(0, 2),
    integer(bytes.subarray(0, 32)),
    integer(bytes.subarray(32)),
  ]);
}

function packet(tag: number, body: Buffer): Buffer {
  const length = body.length < 192 ? Buffer.from([body.length]) : twoByteLength(body.length);
  return Buffer.concat([Buffer.from([0xc0 | tag]), length, body]);
}

function twoByteLength(length: number): Buffer {
  return Buffer.from([((length - 192) >> 8) + 192, (length - 192) & 0xff]);
}

function subpacket(type: number, data: Buffer): Buffer {
  return Buffer.concat([Buffer.from([data.length + 1, type]), data]);
}

/** A multiprecision integer: its length in bits, then its bytes without leading zeros. */
function integer(bytes: Buffer): Buffer {
  let start = 0;
  while (start < bytes.length && bytes[start] === 0) start += 1;
  const significant = bytes.subarray(start);
  const first = significant[0] ?? 0;
  return Buffer.concat([uint16(significant.length * 8 - (first === 0 ? 0 : Math.clz32(first) - 24)), significant]);
}

function uint16(value: number): Buffer {
  const out = Buffer.alloc(2);
  out.writeUInt16BE(value);
  return out;
}

function uint32(value: number): Buffer {
  const out = Buffer.alloc(4);
  out.writeUInt32BE(value);
  return out;
}
