import { Reader, readSubpackets } from "./packets";

/** What a signature in a key file says of the key before it. */
export interface SelfSignature {
  readonly type: "certification" | "direct" | "revocation";

  /** Seconds since 1970; 0 if it does not say. */
  readonly created: number;

  /** Fingerprint or key id of who made it, upper-case hex, if it is named. */
  readonly issuer: string | undefined;

  /** Seconds from the key's creation; 0 or undefined: for ever. */
  readonly keyLifetime: number | undefined;
}

const TYPES: Readonly<Record<number, SelfSignature["type"]>> = {
  0x10: "certification",
  0x11: "certification",
  0x12: "certification",
  0x13: "certification",
  0x1f: "direct",
  0x20: "revocation",
};
const SUBPACKET = { created: 2, keyLifetime: 9, issuer: 16, fingerprint: 33 };

/** Reads the parts of a signature packet that say how long a key is good; one of another kind says nothing. */
export function readSelfSignature(body: Buffer): readonly SelfSignature[] {
  const reader = new Reader(body);
  const version = reader.uint(1);
  if (version === 3) {
    reader.uint(1);
    const type = TYPES[reader.uint(1)];
    const created = reader.uint(4);
    const issuer = reader.bytes(8).toString("hex").toUpperCase();
    return type === undefined ? [] : [{ type, created, issuer, keyLifetime: undefined }];
  }
  if (version !== 4) return [];
  const type = TYPES[reader.uint(1)];
  if (type === undefined) return [];
  reader.uint(2); // algorithms
  const hashed = readSubpackets(reader.bytes(reader.uint(2)));
  const unhashed = readSubpackets(reader.bytes(reader.uint(2)));
  const number = (wanted: number): number | undefined => {
    const found = hashed.find((one) => one.type === wanted)?.body;
    return found?.length === 4 ? found.readUInt32BE(0) : undefined;
  };
  const all = [...hashed, ...unhashed];
  const fingerprint = all.find((one) => one.type === SUBPACKET.fingerprint)?.body.subarray(1);
  const keyId = all.find((one) => one.type === SUBPACKET.issuer)?.body;
  return [
    {
      type,
      created: number(SUBPACKET.created) ?? 0,
      issuer: (fingerprint ?? keyId)?.toString("hex").toUpperCase(),
      keyLifetime: number(SUBPACKET.keyLifetime),
    },
  ];
}
