import { createSign, generateKeyPairSync, randomBytes } from "node:crypto";

/** A self-signed server certificate and its key, both PEM. */
export interface Certificate {
  readonly certificate: string;
  readonly key: string;
}

const day = 86_400_000;

/** Makes a certificate for `127.0.0.1` and `localhost`, valid from yesterday for so many days. */
export function createCertificate(days = 30, now = new Date()): Certificate {
  const { publicKey, privateKey } = generateKeyPairSync("ec", { namedCurve: "prime256v1" });
  const publicKeyInfo = publicKey.export({ type: "spki", format: "der" });
  const name = distinguishedName("Slipway lab");
  const toBeSigned = sequence(
    explicit(0, integer(Buffer.of(2))),
    integer(serialNumber()),
    ecdsaWithSha256,
    name,
    sequence(time(new Date(now.getTime() - day)), time(new Date(now.getTime() + days * day))),
    name,
    publicKeyInfo,
    explicit(3, sequence(...extensions())),
  );
  const signature = createSign("sha256").update(toBeSigned).sign(privateKey);
  const der = sequence(toBeSigned, ecdsaWithSha256, bitString(signature));
  return {
    certificate: pem("CERTIFICATE", der),
    key: privateKey.export({ type: "pkcs8", format: "pem" }).toString(),
  };
}

/** Go trusts a certificate as its own root only if it may sign: so this one says that it may. */
function extensions(): Buffer[] {
  const loopback = Buffer.of(127, 0, 0, 1);
  return [
    extension("55 1d 13", true, sequence(element(0x01, Buffer.of(0xff)))),
    extension("55 1d 0f", true, element(0x03, Buffer.of(0x02, 0x84))),
    extension("55 1d 25", false, sequence(objectIdentifier("2b 06 01 05 05 07 03 01"))),
    extension("55 1d 11", false, sequence(element(0x87, loopback), element(0x82, Buffer.from("localhost")))),
  ];
}

function extension(oid: string, critical: boolean, value: Buffer): Buffer {
  const flag = critical ? [element(0x01, Buffer.of(0xff))] : [];
  return sequence(objectIdentifier(oid), ...flag, element(0x04, value));
}

/** Positive, and never the same twice, since clients cache by issuer and serial. */
function serialNumber(): Buffer {
  const bytes = randomBytes(16);
  bytes[0] = ((bytes[0] ?? 0) & 0x7f) | 0x40;
  return bytes;
}

function distinguishedName(commonName: string): Buffer {
  return sequence(element(0x31, sequence(objectIdentifier("55 04 03"), element(0x0c, Buffer.from(commonName)))));
}

/** UTCTime, which X.509 wants for years before 2050. */
function time(date: Date): Buffer {
  const digits = date.toISOString().replace(/\D/g, "").slice(2, 14);
  return element(0x17, Buffer.from(`${digits}Z`));
}

function bitString(bytes: Buffer): Buffer {
  return element(0x03, Buffer.concat([Buffer.of(0), bytes]));
}

function integer(bytes: Buffer): Buffer {
  return element(0x02, bytes);
}

function explicit(tag: number, content: Buffer): Buffer {
  return element(0xa0 | tag, content);
}

/** From the encoded bytes, in hex: the few identifiers here are constants. */
function objectIdentifier(hex: string): Buffer {
  return element(0x06, Buffer.from(hex.replaceAll(" ", ""), "hex"));
}

function sequence(...elements: Buffer[]): Buffer {
  return element(0x30, Buffer.concat(elements));
}

function element(tag: number, content: Buffer): Buffer {
  return Buffer.concat([Buffer.of(tag), length(content.length), content]);
}

/** Short form below 128, else the number of length bytes first. */
function length(size: number): Buffer {
  if (size < 0x80) {
    return Buffer.of(size);
  }
  return size < 0x100 ? Buffer.of(0x81, size) : Buffer.of(0x82, size >> 8, size & 0xff);
}

function pem(label: string, der: Buffer): string {
  const lines = der.toString("base64").replace(/(.{64})(?=.)/g, "$1\n");
  return `-----BEGIN ${label}-----\n${lines}\n-----END ${label}-----\n`;
}

const ecdsaWithSha256 = sequence(objectIdentifier("2a 86 48 ce 3d 04 03 02"));
