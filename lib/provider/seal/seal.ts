import { createHash, createPrivateKey, createPublicKey, hkdfSync } from "node:crypto";
import { failure } from "../framework/values";
import { privateKeyFile, publicBlob, publicKeyLine } from "./openssh";

/** A key pair that is made again whenever it is needed, and so kept nowhere. */
export interface SealedKey {
  /** The text of an OpenSSH private key file. */
  readonly privateKey: string;
  /** `ssh-ed25519 AAAA…`. */
  readonly publicKey: string;
  /** `SHA256:…`, as ssh shows it. */
  readonly fingerprint: string;
}

/** Derives keys from the seal secret of the provider's configuration. */
export interface Seal {
  /** @param generation from 1; another one is another key */
  sealedKey(name: string, generation: number): SealedKey;
}

/** Fewest characters of a seal secret. Who can guess it has every host key. */
export const MIN_SECRET_LENGTH = 32;

/** What a PKCS #8 file of an Ed25519 key begins with; the 32 bytes of the seed follow. */
const PKCS8_HEADER = Buffer.from("302e020100300506032b657004220420", "hex");

/** @throws DiagnosticError if the secret is too short */
export function sealOf(secret: string): Seal {
  refuseShortSecret(secret);
  return { sealedKey: (name, generation) => deriveKey(secret, name, generation) };
}

export function refuseShortSecret(secret: string): void {
  if (secret.length >= MIN_SECRET_LENGTH) return;
  throw failure(
    "Unable to use the seal secret",
    `It has ${secret.length} characters, and needs at least ${MIN_SECRET_LENGTH}: make one with "openssl rand -hex 32".`,
    ["seal_secret"],
  );
}

function deriveKey(secret: string, name: string, generation: number): SealedKey {
  if (name === "" || name.includes("\0") || !Number.isSafeInteger(generation) || generation < 1)
    throw failure(
      `Unable to derive the host key of "${name}"`,
      `It needs a name, and a generation of 1 or more; got generation ${generation}.`,
    );
  // The NUL keeps name and generation apart: no other pair gives the same text.
  const info = `slipway sealed key\0${name}\0${generation}`;
  // 32 bytes for the key, four for the check number of its file, so that the same key is the same file.
  const bytes = Buffer.from(hkdfSync("sha256", secret, "", info, 36));
  const seed = bytes.subarray(0, 32);
  const key = createPrivateKey({ key: Buffer.concat([PKCS8_HEADER, seed]), format: "der", type: "pkcs8" });
  const publicKey = createPublicKey(key).export({ format: "der", type: "spki" }).subarray(-32);
  const digest = createHash("sha256").update(publicBlob(publicKey)).digest("base64");
  return {
    privateKey: privateKeyFile(seed, publicKey, bytes.subarray(32), name),
    publicKey: publicKeyLine(publicKey),
    fingerprint: `SHA256:${digest.replace(/=+$/, "")}`,
  };
}
