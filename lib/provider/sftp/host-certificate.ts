import { matchesPattern } from "./name-patterns";
import { PacketReader } from "./packets";
import { withoutControls } from "./peer-text";
import { fieldsOf, isSignedBy, type PublicKey, readPublicKey, sshStrings } from "./public-key";

/** What an OpenSSH certificate says (PROTOCOL.certkeys of OpenSSH). Nothing of it is true until it has been judged. */
export interface HostCertificate {
  /** The key that it certifies. */
  readonly key: PublicKey;

  /** 1 for a user's, 2 for a host's. */
  readonly role: number;

  /** The names that it is for. */
  readonly principals: readonly string[];

  /** Seconds since 1970: from the first to before the second. */
  readonly validAfter: bigint;
  readonly validBefore: bigint;

  /** Names of the options that a reader must know. */
  readonly criticalOptions: readonly string[];

  /** The public key that has signed it, as SSH writes it. */
  readonly authority: Buffer;
  readonly signature: Buffer;

  /** What is signed. */
  readonly signed: Buffer;
}

export const CERTIFICATE_SUFFIX = "-cert-v01@openssh.com";

const HOST = 2;

/** As many as OpenSSH reads. */
const MOST_PRINCIPALS = 256;

/** Reads a certificate; undefined if the bytes are not wholly one. */
export function readHostCertificate(blob: Buffer): HostCertificate | undefined {
  try {
    return read(blob);
  } catch {
    return undefined; // it ends in the midst of a field
  }
}

function read(blob: Buffer): HostCertificate | undefined {
  const reader = new PacketReader(blob);
  const name = reader.data().toString("latin1");
  const type = name.slice(0, -CERTIFICATE_SUFFIX.length);
  const count = fieldsOf(type);
  if (!name.endsWith(CERTIFICATE_SUFFIX) || count === undefined) return undefined;
  reader.data(); // nonce
  const key = readPublicKey(sshStrings([type, ...Array.from({ length: count }, () => reader.data())]));
  reader.bigint64(); // serial number
  const role = reader.uint32();
  reader.data(); // the authority's own name for it
  const principals = stringsOf(reader.data());
  const [validAfter, validBefore] = [reader.bigint64(), reader.bigint64()];
  const criticalOptions = pairsOf(reader.data());
  const extensions = pairsOf(reader.data()); // none is known for hosts, and none need be
  reader.data(); // reserved
  const authority = reader.data();
  const signed = blob.subarray(0, reader.position);
  const signature = reader.data();
  const isWhole = key !== undefined && criticalOptions !== undefined && extensions !== undefined && reader.isAtEnd;
  if (!isWhole || principals.length > MOST_PRINCIPALS) return undefined;
  return { key, role, principals, validAfter, validBefore, criticalOptions, authority, signature, signed };
}

function stringsOf(bytes: Buffer): readonly string[] {
  const reader = new PacketReader(bytes);
  const all: string[] = [];
  while (!reader.isAtEnd) all.push(reader.data().toString("latin1"));
  return all;
}

/** The names of options, each of which has a value; undefined if one has none. */
function pairsOf(bytes: Buffer): readonly string[] | undefined {
  const all = stringsOf(bytes);
  return all.length % 2 === 0 ? all.filter((_, index) => index % 2 === 0) : undefined;
}

/** What a certificate has to fit. */
export interface Expected {
  /** As it is configured. */
  readonly host: string;

  /** Who may sign. */
  readonly authorities: readonly PublicKey[];

  /** Seconds since 1970. */
  readonly now: number;
}

/**
 * Why a certificate does not show that its key is the host's; undefined if it does. It is as strict as OpenSSH 10: a
 * certificate for no name in particular counts for none, `*` and `?` in its names count, and unknown critical options
 * refuse it.
 */
export function judgeHostCertificate(certificate: HostCertificate, expected: Expected): string | undefined {
  const authority = expected.authorities.find(({ blob }) => blob.equals(certificate.authority));
  if (authority === undefined) return "it is signed by an authority that is not pinned";
  if (!isSignedBy(authority, certificate.signed, certificate.signature)) {
    return "its signature is not that of the authority, or is one by SHA-1";
  }
  if (certificate.role !== HOST) return "it is a user's and not a host's (ssh-keygen -s without -h)";
  const { principals } = certificate;
  if (principals.length === 0) return "it names no host (ssh-keygen -s without -n)";
  // OpenSSH, too, makes the name small before it looks for it.
  if (!principals.some((pattern) => matchesPattern(expected.host.toLowerCase(), pattern))) {
    return `it is for ${principals.slice(0, 5).map(shown).join(", ")}${principals.length > 5 ? ", …" : ""} and not for ${expected.host}`;
  }
  const now = BigInt(Math.floor(expected.now));
  if (now < certificate.validAfter) return `it is not valid before ${time(certificate.validAfter)}`;
  if (now >= certificate.validBefore) return `it has expired at ${time(certificate.validBefore)}`;
  const [option] = certificate.criticalOptions;
  if (option !== undefined) return `it holds the critical option ${shown(option)}, which is not known here`;
  return undefined;
}

/** It comes from a server that is not trusted. */
const shown = (text: string): string => withoutControls(JSON.stringify(text.slice(0, 100)));

function time(seconds: bigint): string {
  const date = new Date(Number(seconds) * 1000);
  return Number.isNaN(date.getTime()) ? `second ${seconds}` : date.toISOString();
}
