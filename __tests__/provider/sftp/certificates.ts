import { generateKeyPairSync, type KeyObject, sign } from "node:crypto";
import { sshStrings } from "../../../lib/provider/sftp/public-key";

/** A pair of keys that tests sign with. */
export interface TestKey {
  readonly type: string;
  readonly privateKey: KeyObject;

  /** The public half as SSH writes it, and without its type. */
  readonly blob: Buffer;
  readonly fields: Buffer;

  /** Signs as SSH does. */
  sign(data: Buffer): Buffer;
}

/** Keys of all kinds that may be certified or certify. */
export const KEY_MAKERS = { ed25519, ecdsa, rsa } as const;

export function ed25519(): TestKey {
  const { privateKey, publicKey } = generateKeyPairSync("ed25519");
  const raw = Buffer.from(publicKey.export({ format: "jwk" }).x ?? "", "base64url");
  return testKey("ssh-ed25519", privateKey, [raw], (data) => sshStrings(["ssh-ed25519", sign(null, data, privateKey)]));
}

export function ecdsa(curve: "256" | "384" | "521" = "256"): TestKey {
  const { privateKey, publicKey } = generateKeyPairSync("ec", { namedCurve: `P-${curve}` });
  const { x = "", y = "" } = publicKey.export({ format: "jwk" });
  const point = Buffer.concat([Buffer.from([4]), Buffer.from(x, "base64url"), Buffer.from(y, "base64url")]);
  const type = `ecdsa-sha2-nistp${curve}`;
  const hash = { 256: "sha256", 384: "sha384", 521: "sha512" }[curve];
  return testKey(type, privateKey, [`nistp${curve}`, point], (data) => {
    const raw = sign(hash, data, { key: privateKey, dsaEncoding: "ieee-p1363" });
    const half = raw.length / 2;
    return sshStrings([type, sshStrings([number(raw.subarray(0, half)), number(raw.subarray(half))])]);
  });
}

export function rsa(bits = 2048, signature: "rsa-sha2-512" | "rsa-sha2-256" | "ssh-rsa" = "rsa-sha2-512"): TestKey {
  const { privateKey, publicKey } = generateKeyPairSync("rsa", { modulusLength: bits });
  const { n = "", e = "" } = publicKey.export({ format: "jwk" });
  const hash = { "rsa-sha2-512": "sha512", "rsa-sha2-256": "sha256", "ssh-rsa": "sha1" }[signature];
  const fields = [number(Buffer.from(e, "base64url")), number(Buffer.from(n, "base64url"))];
  return testKey("ssh-rsa", privateKey, fields, (data) => sshStrings([signature, sign(hash, data, privateKey)]));
}

function testKey(
  type: string,
  privateKey: KeyObject,
  fields: readonly (string | Buffer)[],
  signer: (data: Buffer) => Buffer,
): TestKey {
  return { type, privateKey, blob: sshStrings([type, ...fields]), fields: sshStrings(fields), sign: signer };
}

/** A positive number in its shortest form. */
function number(bytes: Buffer): Buffer {
  const start = bytes.findIndex((byte) => byte !== 0);
  const short = bytes.subarray(start);
  return (short[0] ?? 0) >= 0x80 ? Buffer.concat([Buffer.from([0]), short]) : short;
}

/** As `ssh-ed25519 AAAA…`. */
export function lineOf({ type, blob }: Pick<TestKey, "type" | "blob">): string {
  return `${type} ${blob.toString("base64")}`;
}

/** What a certificate of a test says; the rest is as it should be. */
export interface CertificateParts {
  readonly key: TestKey;
  readonly authority: TestKey;
  readonly role?: number;
  readonly principals?: readonly string[];
  /** Seconds since 1970. */
  readonly validAfter?: bigint;
  readonly validBefore?: bigint;
  readonly critical?: readonly string[];
  readonly extensions?: readonly string[];
  /** Said to be the signer instead of the authority. */
  readonly signer?: Buffer;
  /** Signs instead of the authority. */
  readonly sign?: (data: Buffer) => Buffer;
}

/** A certificate in binary, for `files.example.com` and for ever if nothing else is said. */
export function certificateOf(parts: CertificateParts): Buffer {
  const { key, authority, role = 2, principals = ["files.example.com"], critical = [], extensions = [] } = parts;
  const body = Buffer.concat([
    sshStrings([`${key.type}-cert-v01@openssh.com`, Buffer.alloc(32, "nonce")]),
    key.fields,
    uint64(7n),
    uint32(role),
    sshStrings(["a test", sshStrings(principals)]),
    uint64(parts.validAfter ?? 0n),
    uint64(parts.validBefore ?? 2n ** 64n - 1n),
    sshStrings([sshStrings(critical), sshStrings(extensions), "", parts.signer ?? authority.blob]),
  ]);
  return Buffer.concat([body, sshStrings([(parts.sign ?? authority.sign)(body)])]);
}

function uint32(value: number): Buffer {
  const bytes = Buffer.alloc(4);
  bytes.writeUInt32BE(value);
  return bytes;
}

function uint64(value: bigint): Buffer {
  const bytes = Buffer.alloc(8);
  bytes.writeBigUInt64BE(value);
  return bytes;
}
