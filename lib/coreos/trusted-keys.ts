import { fetchSmall, NotThere } from "./fetch-small";
import { signatureCheck, type SignatureCheck } from "./openpgp/check";
import { type PublicKey, readPublicKeys } from "./openpgp/public-key";
import { LARGEST_SIGNATURE_FILE } from "./openpgp/signature";
import { refusal } from "./problem";
import { FEDORA_SIGNING_KEYS } from "./signing-keys";

/**
 * The keys that may sign an image: Fedora's and the user's.
 *
 * @param added key files, armoured or binary
 * @throws ConfigError if one of them holds no key that could vouch for anything
 */
export function trustedKeys(added: readonly (string | Buffer)[]): readonly PublicKey[] {
  const own = added.flatMap((file, index) => {
    const keys = readPublicKeys(Buffer.from(file));
    if (keys.length > 0) return keys;
    throw refusal("broken-openpgp", ["signing_keys", index], {
      what: "there is no public key in it that could sign an image",
      allowed: "primary keys of version 4, RSA of at least 2048 bits or Ed25519",
      fix: "export the key by `gpg --armor --export`",
    });
  });
  return [...FEDORA_SIGNING_KEYS.flatMap((key) => readPublicKeys(Buffer.from(key))), ...own];
}

/**
 * Brings the detached signature of an image.
 *
 * @param url `https:`, `http:`, `file:`, or a path on this machine
 * @throws ConfigError if there is none, or if no key could have made it
 */
export async function bringSignature(
  url: string,
  subject: string,
  keys: readonly PublicKey[],
  signal?: AbortSignal,
): Promise<SignatureCheck> {
  const check = signatureCheck({ subject, signature: await signatureFile(url, keys, signal), keys });
  // Without a signer the image need not be read, nor brought, to know how it ends.
  if (check.signers.length === 0) check.judge(new Map());
  return check;
}

async function signatureFile(
  url: string,
  keys: readonly PublicKey[],
  signal: AbortSignal | undefined,
): Promise<Buffer> {
  try {
    return await fetchSmall({ url, limit: LARGEST_SIGNATURE_FILE, signal });
  } catch (error) {
    signal?.throwIfAborted();
    throw refusal("no-signature", ["signature"], {
      what: `the signature ${error instanceof Error ? error.message : String(error)}`,
      allowed: `a detached signature by key ${keys.map(({ fingerprint }) => fingerprint).join(", ")}`,
      fix:
        error instanceof NotThere
          ? "correct its address; Fedora's lies beside the image, with .sig after its name"
          : "check the network, then try again",
    });
  }
}
