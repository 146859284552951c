import type { ConnectConfig, ServerHostKeyAlgorithm } from "ssh2";

/** Key types that a server may show, the best first. */
export const HOST_KEY_ALGORITHMS: readonly ServerHostKeyAlgorithm[] = [
  "ssh-ed25519",
  "ecdsa-sha2-nistp256",
  "ecdsa-sha2-nistp384",
  "ecdsa-sha2-nistp521",
  "rsa-sha2-512",
  "rsa-sha2-256",
];

/**
 * What a connection may use: no SHA-1, no CBC, no compression before or after the login, and no group of less than
 * 2,048 bits. OpenSSH has offered something of each list since version 6.5 of 2014.
 */
export const ALGORITHMS = {
  kex: [
    "curve25519-sha256",
    "curve25519-sha256@libssh.org",
    "ecdh-sha2-nistp256",
    "ecdh-sha2-nistp384",
    "ecdh-sha2-nistp521",
    "diffie-hellman-group-exchange-sha256",
    "diffie-hellman-group14-sha256",
    "diffie-hellman-group16-sha512",
    "diffie-hellman-group18-sha512",
  ],
  cipher: [
    "aes128-gcm@openssh.com",
    "aes256-gcm@openssh.com",
    "aes128-ctr",
    "aes192-ctr",
    "aes256-ctr",
    "chacha20-poly1305@openssh.com",
  ],
  hmac: ["hmac-sha2-256-etm@openssh.com", "hmac-sha2-512-etm@openssh.com", "hmac-sha2-256", "hmac-sha2-512"],
  compress: ["none"],
} satisfies ConnectConfig["algorithms"];

/**
 * What to say when ssh2 finds nothing in common; undefined if that is not what went wrong.
 *
 * @param message of a failed handshake, whole: within others a server is quoted
 */
export function nothingInCommon(message: string): string | undefined {
  const what = /^Handshake failed: no matching ([^\n]*)$/.exec(message)?.[1];
  if (what === undefined) return undefined;
  const allowed = Object.entries(WORDS).find(([name]) => what.toLowerCase().includes(name))?.[1] ?? [];
  const list = allowed.length === 0 ? "" : ` Allowed: ${allowed.join(", ")}.`;
  return `The server offers no ${what} that is safe enough.${list} Update or configure the server.`;
}

const WORDS: Readonly<Record<string, readonly string[]>> = {
  "key exchange": ALGORITHMS.kex,
  "host key": HOST_KEY_ALGORITHMS,
  cipher: ALGORITHMS.cipher,
  mac: ALGORITHMS.hmac,
  compression: ALGORITHMS.compress,
};
