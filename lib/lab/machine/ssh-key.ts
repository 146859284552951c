import { generateKeyPairSync, type KeyObject } from "node:crypto";

/** An Ed25519 key pair as OpenSSH writes it. */
export interface SshKeyPair {
  /** The text of a private key file. */
  readonly privateKey: string;

  /** `ssh-ed25519 AAAA… comment`. */
  readonly publicKey: string;
}

const algorithm = "ssh-ed25519";

/** Makes a new key pair. */
export function newSshKey(comment: string): SshKeyPair {
  const { publicKey, privateKey } = generateKeyPairSync("ed25519");
  const point = rawPublic(publicKey);
  const blob = Buffer.concat([field(algorithm), field(point)]);
  return {
    publicKey: `${algorithm} ${blob.toString("base64")} ${comment}`,
    privateKey: privateKeyFile(blob, point, rawPrivate(privateKey), comment),
  };
}

/** The OpenSSH private key format, unencrypted. */
function privateKeyFile(publicBlob: Buffer, point: Buffer, seed: Buffer, comment: string): string {
  // Two equal check numbers tell a reader that it decrypted the section; without a cipher any will do.
  const check = Buffer.alloc(8, 0x5a);
  const section = Buffer.concat([
    check,
    field(algorithm),
    field(point),
    field(Buffer.concat([seed, point])),
    field(comment),
  ]);
  const padding = Buffer.from([1, 2, 3, 4, 5, 6, 7].slice(0, (8 - (section.length % 8)) % 8));
  const body = Buffer.concat([
    Buffer.from("openssh-key-v1\0"),
    field("none"),
    field("none"),
    field(""),
    Buffer.from([0, 0, 0, 1]),
    field(publicBlob),
    field(Buffer.concat([section, padding])),
  ]);
  const lines = body.toString("base64").match(/.{1,70}/g) ?? [];
  return ["-----BEGIN OPENSSH PRIVATE KEY-----", ...lines, "-----END OPENSSH PRIVATE KEY-----", ""].join("\n");
}

function rawPublic(key: KeyObject): Buffer {
  const der = key.export({ format: "der", type: "spki" });
  return der.subarray(der.length - 32);
}

function rawPrivate(key: KeyObject): Buffer {
  const der = key.export({ format: "der", type: "pkcs8" });
  return der.subarray(der.length - 32);
}

function field(value: string | Buffer): Buffer {
  const bytes = Buffer.from(value);
  const length = Buffer.alloc(4);
  length.writeUInt32BE(bytes.length);
  return Buffer.concat([length, bytes]);
}
