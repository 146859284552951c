import { X509Certificate } from "node:crypto";

const BLOCK = /-----BEGIN CERTIFICATE-----[^-]*-----END CERTIFICATE-----/g;

/**
 * Refuses a bundle of authorities that TLS cannot read: it would show itself only at the first request, in words that
 * name nothing, or not at all where a later certificate of several is broken.
 *
 * @param name where the text comes from
 * @throws Error that says which certificate it is
 */
export function refuseUnreadable(pem: string, name: string): void {
  const begun = pem.match(/-----BEGIN CERTIFICATE-----/g)?.length ?? 0;
  if (begun === 0)
    throw new Error(`${name} holds no certificate in PEM: -----BEGIN CERTIFICATE----- is how one begins`);
  const blocks = pem.match(BLOCK) ?? [];
  const broken = blocks.findIndex((block) => !isReadable(block));
  if (broken < 0 && blocks.length === begun) return;
  const place = (broken < 0 ? blocks.length : broken) + 1;
  throw new Error(`${name} holds ${begun} certificates in PEM, and number ${place} cannot be read`);
}

function isReadable(block: string): boolean {
  try {
    new X509Certificate(block);
    return true;
  } catch {
    return false;
  }
}
