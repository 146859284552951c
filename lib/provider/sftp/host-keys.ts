import { createHash } from "node:crypto";
import type { ServerHostKeyAlgorithm } from "ssh2";
import { failure } from "../framework/values";
import { HOST_KEY_ALGORITHMS } from "./algorithms";
import { CERTIFICATE_SUFFIX } from "./host-certificate";
import { matchesList } from "./name-patterns";
import { type PublicKey, PUBLIC_KEY_TYPES, readPublicKey } from "./public-key";
import { type Endpoint, labelOf } from "./server-config";

/** A line of `host_keys`. */
export type HostKeyLine =
  | { readonly kind: "key"; readonly type: string; readonly blob: Buffer }
  | {
      /** Whoever has a certificate of this key for the server's name is the server. */
      readonly kind: "authority";
      readonly key: PublicKey;

      /** The hosts that it is known for, as known_hosts lists them; undefined for any. */
      readonly hosts: string | undefined;
    }
  | {
      /** Whoever shows this key, or a certificate of it or by it, is not the server, whatever else is pinned. */
      readonly kind: "revoked";
      readonly blob: Buffer;

      /** The hosts for which it is revoked; undefined for any. */
      readonly hosts: string | undefined;
    };

/** By what a server is known. */
export interface Pins {
  /** The keys that it may have, in binary. */
  readonly keys: readonly Buffer[];

  /** Who may sign a certificate for it. */
  readonly authorities: readonly PublicKey[];

  /** Keys that count for nothing any more, neither as a server's nor as an authority's. */
  readonly revoked: readonly Buffer[];
}

const AUTHORITY = "@cert-authority";
const REVOKED = "@revoked";
const AS_A_KEY = "a line as in /etc/ssh/ssh_host_ed25519_key.pub: ssh-ed25519 AAAA…";
const AS_AN_AUTHORITY = marked(AUTHORITY);

function marked(marker: string): string {
  return `${marker} ssh-ed25519 AAAA…, or as known_hosts has it: ${marker} *.example.com ssh-ed25519 AAAA…`;
}

/**
 * Reads a line of `host_keys`.
 *
 * @returns what it is; or, if it is nothing that can be used, what may stand there
 */
export function readHostKeyLine(line: string): HostKeyLine | string {
  const [first = "", ...others] = line.trim().split(/\s+/);
  if (first === AUTHORITY || first === REVOKED) return readMarked(first, others);
  const blob = Buffer.from(others[0] ?? "", "base64");
  if (first.endsWith(CERTIFICATE_SUFFIX)) {
    return `the key of the server, or that of the authority that signed this certificate: ${AS_AN_AUTHORITY}`;
  }
  return isOfType(blob, first) ? { kind: "key", type: first, blob } : AS_A_KEY;
}

function readMarked(marker: typeof AUTHORITY | typeof REVOKED, words: readonly string[]): HostKeyLine | string {
  const at = isOfType(Buffer.from(words[1] ?? "", "base64"), words[0] ?? "") ? 0 : 1;
  const hosts = words.slice(0, at)[0];
  const [type = "", data = ""] = words.slice(at);
  const blob = Buffer.from(data, "base64");
  if (hosts?.startsWith("|") === true) return `names that are not hashed: ${marked(marker)}`;
  if (!isOfType(blob, type)) return marked(marker);
  if (marker === REVOKED) return readRevoked(type, blob, hosts);
  const key = readPublicKey(blob);
  if (key?.type === type) return { kind: "authority", key, hosts };
  return `an authority of type ${PUBLIC_KEY_TYPES.join(", ")}, an RSA one of 2048 bits or more`;
}

/** A key too weak for anything else can be revoked; a certificate cannot, but its key can. */
function readRevoked(type: string, blob: Buffer, hosts: string | undefined): HostKeyLine | string {
  if (!type.endsWith(CERTIFICATE_SUFFIX)) return { kind: "revoked", blob, hosts };
  return `the key that is certified, without its certificate: ${marked(REVOKED)}`;
}

/** Whether binary data begins with a type, as that of a key does. */
function isOfType(blob: Buffer, type: string): boolean {
  return type !== "" && blob.length > 4 && blob.subarray(4, 4 + blob.readUInt32BE(0)).toString("latin1") === type;
}

/** Whether a line is about a server: an authority may be one for other hosts, and a key revoked for them. */
export function isAbout(line: HostKeyLine, { host, port }: Pick<Endpoint, "host" | "port">): boolean {
  if (line.kind === "key" || line.hosts === undefined) return true;
  const name = host.toLowerCase();
  return matchesList([name, `[${name}]:${port}`], line.hosts);
}

/** By what a server is known. */
export function pinsOf(server: Endpoint): Pins {
  const lines = server.hostKeys.map((line) => {
    const read = readHostKeyLine(line);
    if (typeof read !== "string") return read;
    throw failure(
      `Unable to connect to "${labelOf(server)}"`,
      `"${line.slice(0, 40)}" in host_keys is no public host key, authority or revoked key. Allowed: ${read}`,
    );
  });
  const about = lines.filter((line) => isAbout(line, server));
  return {
    keys: about.flatMap((line) => (line.kind === "key" ? [line.blob] : [])),
    authorities: about.flatMap((line) => (line.kind === "authority" ? [line.key] : [])),
    revoked: about.flatMap((line) => (line.kind === "revoked" ? [line.blob] : [])),
  };
}

/** What to ask of a server: a key of a pinned type if it has one, else any, so that a refusal can name it. */
export function hostKeyAlgorithms(server: Endpoint): ServerHostKeyAlgorithm[] {
  const types = server.hostKeys.map((line) => line.trim().split(/\s+/)[0] ?? "");
  const isPinned = (name: string): boolean => types.includes(name.startsWith("rsa-") ? "ssh-rsa" : name);
  return [...HOST_KEY_ALGORITHMS.filter(isPinned), ...HOST_KEY_ALGORITHMS.filter((name) => !isPinned(name))];
}

/** As `ssh-keygen -l` shows it. */
export function fingerprintOf(key: Buffer): string {
  return `SHA256:${createHash("sha256").update(key).digest("base64").replace(/=+$/, "")}`;
}
