/** sha256 of a certificate, as pairs of hex digits in upper case, with a colon between. */
export type Fingerprint = string;

const PLAIN = /^[0-9a-f]{64}$/i;
const WITH_COLONS = /^(?:[0-9a-f]{2}:){31}[0-9a-f]{2}$/i;

/** What a fingerprint has to be, for messages. */
export const FINGERPRINT_FORM =
  "the sha256 of a certificate: 64 hex digits, with or without a colon after every second one";

/** Reads a fingerprint as Proxmox and openssl write it, or without its colons; undefined if it is none. */
export function parseFingerprint(text: string): Fingerprint | undefined {
  const bare = text.trim();
  if (!PLAIN.test(bare) && !WITH_COLONS.test(bare)) return undefined;
  const pairs = bare.replaceAll(":", "").toUpperCase().match(/../g) ?? [];
  return pairs.join(":");
}

/** The server has shown another certificate than the one that was pinned. */
export class FingerprintError extends Error {
  override readonly name = "FingerprintError";
  readonly code = "ERR_TLS_CERT_FINGERPRINT";

  constructor(
    readonly pinned: Fingerprint,
    readonly shown: Fingerprint | undefined,
  ) {
    super(
      [
        "the server shows another certificate than the pinned one",
        `  pinned: ${pinned}`,
        `  shown:  ${shown ?? "none"}`,
      ].join("\n"),
    );
  }
}
