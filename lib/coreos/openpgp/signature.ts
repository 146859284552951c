import { dearmor } from "./armor";
import { broken, type Packet, Reader, readPackets, readSubpackets } from "./packets";

/** A detached signature of binary data, version 4. */
export interface Signature {
  readonly kind: "rsa" | "ed25519";
  readonly hash: "sha256" | "sha384" | "sha512";

  /** Hashed after the data: the signed part of the packet and the trailer. */
  readonly trailer: Buffer;

  /** First two bytes of the digest. */
  readonly check: Buffer;

  /** RSA: the number; Ed25519: R and S, 64 bytes. */
  readonly value: Buffer;

  /** Fingerprint or key id of the signer, upper-case hex, if it is named. */
  readonly issuer: string | undefined;

  /** Seconds since 1970. */
  readonly created: number;

  /** Seconds since 1970; undefined if it never expires. */
  readonly expires: number | undefined;
}

const SIGNATURE = 2;
const BINARY = 0x00;
const HASHES: Readonly<Record<number, Signature["hash"]>> = { 8: "sha256", 9: "sha384", 10: "sha512" };

/** Subpackets that may be marked critical, since this reader heeds them or they cannot matter here. */
const KNOWN = { created: 2, expires: 3, issuer: 16, notation: 20, fingerprint: 33 };

/** The largest signature file that is read, in bytes: Fedora's take about 600. */
export const LARGEST_SIGNATURE_FILE = 64 * 1024;

/** Reads every signature of a `.sig` file, armoured or binary; those of unknown kinds are passed over. */
export function readSignatures(signatureFile: Buffer): readonly Signature[] {
  if (signatureFile.length > LARGEST_SIGNATURE_FILE) {
    throw broken(`a signature file of more than ${LARGEST_SIGNATURE_FILE} bytes`);
  }
  return readPackets(dearmor(signatureFile)).flatMap(readSignature);
}

function readSignature({ tag, body }: Packet): readonly Signature[] {
  if (tag !== SIGNATURE) return [];
  const reader = new Reader(body);
  if (reader.uint(1) !== 4 || reader.uint(1) !== BINARY) return [];
  const algorithm = reader.uint(1);
  const hash = HASHES[reader.uint(1)];
  const hashed = reader.bytes(reader.uint(2));
  const signedEnd = reader.position;
  const unhashed = reader.bytes(reader.uint(2));
  const check = reader.bytes(2);
  if (hash === undefined) return [];
  const value = signatureValue(algorithm, reader);
  if (value === undefined) return [];
  const facts = signedFacts(hashed);
  if (facts === undefined) return [];
  const length = Buffer.alloc(4);
  length.writeUInt32BE(signedEnd);
  return [
    {
      ...value,
      hash,
      check,
      trailer: Buffer.concat([body.subarray(0, signedEnd), Buffer.from([4, 0xff]), length]),
      issuer: facts.issuer ?? issuerOf(unhashed),
      created: facts.created,
      expires: facts.expires,
    },
  ];
}

function signatureValue(algorithm: number, reader: Reader): Pick<Signature, "kind" | "value"> | undefined {
  if (algorithm === 1 || algorithm === 3) return { kind: "rsa", value: reader.mpi() };
  if (algorithm === 27) return { kind: "ed25519", value: reader.bytes(64) };
  if (algorithm !== 22) return undefined;
  const half = (): Buffer => {
    const number = reader.mpi();
    if (number.length > 32) throw broken("an Ed25519 signature of the wrong form");
    return Buffer.concat([Buffer.alloc(32 - number.length), number]);
  };
  return { kind: "ed25519", value: Buffer.concat([half(), half()]) };
}

/** What the signed part says; undefined if it asks for something that is not understood, or has no time. */
function signedFacts(hashed: Buffer): Pick<Signature, "issuer" | "created" | "expires"> | undefined {
  const subpackets = readSubpackets(hashed);
  const known: readonly number[] = Object.values(KNOWN);
  if (subpackets.some(({ type, isCritical }) => isCritical && !known.includes(type))) return undefined;
  const number = (wanted: number): number | undefined => {
    const body = subpackets.find(({ type }) => type === wanted)?.body;
    return body?.length === 4 ? body.readUInt32BE(0) : undefined;
  };
  const created = number(KNOWN.created);
  if (created === undefined) return undefined;
  const lifetime = number(KNOWN.expires) ?? 0;
  return { issuer: issuerOf(hashed), created, expires: lifetime === 0 ? undefined : created + lifetime };
}

function issuerOf(subpackets: Buffer): string | undefined {
  const found = readSubpackets(subpackets);
  const fingerprint = found.find(({ type }) => type === KNOWN.fingerprint)?.body.subarray(1);
  const keyId = found.find(({ type }) => type === KNOWN.issuer)?.body;
  return (fingerprint ?? keyId)?.toString("hex").toUpperCase();
}
