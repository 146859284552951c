import { type ParsedKey, utils } from "ssh2";

/** A key that can sign. */
export type PrivateKey = ParsedKey;

/** Reads a private key, OpenSSH's or PEM; `locked` if it needs a passphrase, `none` if it is no private key. */
export function privateKeyOf(text: Buffer): PrivateKey | "locked" | "none" {
  const parsed: unknown = utils.parseKey(text);
  const key: unknown = Array.isArray(parsed) ? parsed[0] : parsed;
  if (key instanceof Error) return /passphrase|encrypted/i.test(key.message) ? "locked" : "none";
  return isPrivate(key) ? key : "none";
}

function isPrivate(key: unknown): key is PrivateKey {
  return (
    typeof key === "object" &&
    key !== null &&
    "isPrivateKey" in key &&
    (key as { isPrivateKey(): boolean }).isPrivateKey()
  );
}
