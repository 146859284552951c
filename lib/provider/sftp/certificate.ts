import type { Client } from "ssh2";
import { PacketReader } from "./packets";
import type { PrivateKey } from "./private-key";
import { sshStrings } from "./public-key";

/** A kind of key that can log in by a certificate. */
export interface CertificateKind {
  /** How it is named as a certificate, when it logs in. */
  readonly login: string;

  /** How its signatures are named, which are those of the plain key. */
  readonly signature: string;

  /** By which hash, if not by the one that its type has. */
  readonly hash?: string;

  /** Turns a signature as crypto makes it into that of SSH. */
  readonly written?: (signature: Buffer) => Buffer;
}

const ecdsa = (type: string): CertificateKind => ({
  login: `${type}-cert-v01@openssh.com`,
  signature: type,
  written: numbersOf,
});

const KINDS: Readonly<Record<string, CertificateKind>> = {
  "ssh-ed25519-cert-v01@openssh.com": { login: "ssh-ed25519-cert-v01@openssh.com", signature: "ssh-ed25519" },
  "ecdsa-sha2-nistp256-cert-v01@openssh.com": ecdsa("ecdsa-sha2-nistp256"),
  "ecdsa-sha2-nistp384-cert-v01@openssh.com": ecdsa("ecdsa-sha2-nistp384"),
  "ecdsa-sha2-nistp521-cert-v01@openssh.com": ecdsa("ecdsa-sha2-nistp521"),
  "ssh-rsa-cert-v01@openssh.com": {
    login: "rsa-sha2-512-cert-v01@openssh.com",
    signature: "rsa-sha2-512",
    hash: "sha512",
  },
};

/** The kind of a certificate, by its type; undefined if it cannot be used. */
export function kindOf(type: string): CertificateKind | undefined {
  return Object.hasOwn(KINDS, type) ? KINDS[type] : undefined;
}

const USERAUTH_REQUEST = 50;

/**
 * A key that logs in by its OpenSSH certificate.
 *
 * ssh2 knows no certificates. It takes a key with another name and another public half, but then names the signature
 * after the certificate too, where a server expects the plain name: that one field is put right before the packet goes
 * out.
 *
 * @param line the certificate as `ssh-keygen -s` writes it
 * @returns what makes it for a connection; else what is wrong, to follow "The certificate … "
 */
export function certified(key: PrivateKey, line: string): ((client: Client) => PrivateKey) | string {
  const [type = "", data = ""] = line.trim().split(/\s+/);
  const blob = Buffer.from(data, "base64");
  const kind = kindOf(type);
  if (kind === undefined) {
    return type.startsWith("sk-")
      ? `is of type ${type}: Ed25519, ECDSA and RSA ones can be used.`
      : "is none: write its path, such as id_ed25519-cert.pub.";
  }
  if (!certifies(blob, type, key.getPublicSSH())) return "is that of another key.";
  return (client) => {
    const prototype: object = key;
    return Object.create(prototype, {
      type: { value: kind.login },
      getPublicSSH: { value: () => blob },
      sign: {
        value: (content: Buffer) => {
          nameSignaturesPlainly(client, kind);
          const signature: unknown = key.sign(content, kind.hash);
          // A failure is returned, and ssh2 knows what to do with it.
          return Buffer.isBuffer(signature) ? (kind.written?.(signature) ?? signature) : signature;
        },
      },
    }) as PrivateKey;
  };
}

/** Whether the public half within a certificate is that of a key: behind the type and a nonce stand its very fields. */
function certifies(blob: Buffer, type: string, publicKey: Buffer): boolean {
  try {
    const reader = new PacketReader(blob);
    if (reader.text() !== type) return false;
    reader.data(); // nonce
    const wanted = new PacketReader(publicKey);
    wanted.data(); // its type
    while (!wanted.isAtEnd) if (!wanted.data().equals(reader.data())) return false;
    return true;
  } catch (error) {
    if (error instanceof RangeError) return false;
    throw error;
  }
}

/** The part of ssh2 that packets go through. */
interface Writer {
  readonly allocStart: number;
  alloc(length: number): Buffer;
  finalize(packet: Buffer, force?: boolean): Buffer;
}

/** Has the next packet, which is to hold a signature, name it as a server expects. */
export function nameSignaturesPlainly(client: Client, kind: CertificateKind): void {
  const { write } = (client as unknown as { _protocol: { _packetRW: { write: Writer } } })._protocol._packetRW;
  const finalize = write.finalize.bind(write);
  write.finalize = (packet, force) => {
    write.finalize = finalize; // the next packet is the one that holds the signature
    return finalize(withPlainName(write, packet, kind), force);
  };
}

function withPlainName(write: Writer, packet: Buffer, kind: CertificateKind): Buffer {
  const reader = new PacketReader(packet.subarray(write.allocStart));
  if (reader.byte() !== USERAUTH_REQUEST) return packet;
  const [user, service, method] = [reader.data(), reader.data(), reader.data()];
  const isSigned = reader.byte();
  const [algorithm, blob] = [reader.text(), reader.data()];
  const signature = new PacketReader(reader.data());
  if (signature.text() !== kind.login) return packet;
  const named = sshStrings([kind.signature, signature.data()]);
  const payload = Buffer.concat([
    Buffer.from([USERAUTH_REQUEST]),
    sshStrings([user, service, method]),
    Buffer.from([isSigned]),
    sshStrings([algorithm, blob, named]),
  ]);
  const out = write.alloc(payload.length);
  payload.copy(out, write.allocStart);
  return out;
}

/** The two numbers of an ECDSA signature, which crypto puts into ASN.1: they have the same form there as in SSH. */
function numbersOf(signature: Buffer): Buffer {
  const sequence = contentOf(signature, 0);
  const first = contentOf(sequence, 0);
  return sshStrings([first, contentOf(sequence, first.byteOffset - sequence.byteOffset + first.length)]);
}

/** What is in a value of ASN.1 of less than 256 bytes. */
function contentOf(bytes: Buffer, at: number): Buffer {
  const isLong = bytes[at + 1] === 0x81;
  const start = at + (isLong ? 3 : 2);
  return bytes.subarray(start, start + (bytes[start - 1] ?? 0));
}
