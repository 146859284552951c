/** The formats in which OpenSSH keeps an Ed25519 key. */

const TYPE = "ssh-ed25519";

/** `ssh-ed25519 AAAA…`, as in `authorized_keys` and `known_hosts`. */
export function publicKeyLine(publicKey: Buffer): string {
  return `${TYPE} ${publicBlob(publicKey).toString("base64")}`;
}

/** The key as the wire has it; its sha256 is the fingerprint. */
export function publicBlob(publicKey: Buffer): Buffer {
  return Buffer.concat([text(TYPE), text(publicKey)]);
}

/**
 * An unencrypted private key file.
 *
 * @param check four bytes that tell a reader whether it has decrypted well, of no use here but part of the format
 */
export function privateKeyFile(seed: Buffer, publicKey: Buffer, check: Buffer, comment: string): string {
  const secret = Buffer.concat([
    ...[check, check],
    ...[text(TYPE), text(publicKey), text(Buffer.concat([seed, publicKey]))],
    text(comment),
  ]);
  const file = Buffer.concat([
    Buffer.from("openssh-key-v1\0"),
    ...[text("none"), text("none"), text("")],
    uint32(1),
    text(publicBlob(publicKey)),
    text(padded(secret)),
  ]);
  const lines = file.toString("base64").match(/.{1,70}/g) ?? [];
  return ["-----BEGIN OPENSSH PRIVATE KEY-----", ...lines, "-----END OPENSSH PRIVATE KEY-----", ""].join("\n");
}

/** Filled up with 1, 2, 3 … to whole blocks of eight bytes. */
function padded(bytes: Buffer): Buffer {
  const missing = (8 - (bytes.length % 8)) % 8;
  return Buffer.concat([bytes, Buffer.from(Array.from({ length: missing }, (_, index) => index + 1))]);
}

function text(value: string | Buffer): Buffer {
  const bytes = Buffer.from(value as string);
  return Buffer.concat([uint32(bytes.length), bytes]);
}

function uint32(value: number): Buffer {
  const bytes = Buffer.alloc(4);
  bytes.writeUInt32BE(value);
  return bytes;
}
