import { generateKeyPairSync, randomBytes, sign } from "node:crypto";
import { bits, element, integer, octets, oid, sequence, set, tagged, utcTime } from "./der";

/** A key and the certificate that says whose it is. */
export interface Identity {
  readonly certificate: Buffer;
  readonly certificatePem: string;
  readonly privateKeyPem: string;
}

const DAY_MS = 86_400_000;
const ecdsaWithSha256 = sequence(oid("1.2.840.10045.4.3.2"));

/**
 * Makes a fresh key and signs a certificate for `localhost` with it, for one process's life.
 *
 * Written by hand since a library for X.509 takes longer to load than all the rest of the provider.
 */
export function selfSigned(now = new Date()): Identity {
  const { privateKey, publicKey } = generateKeyPairSync("ec", { namedCurve: "P-256" });
  const name = sequence(set(sequence(oid("2.5.4.3"), element(0x0c, Buffer.from("localhost")))));
  // DNS name [2] within the names [subjectAltName] within the extensions [3].
  const names = sequence(element(0x82, Buffer.from("localhost")));
  const toSign = sequence(
    tagged(0, integer(Buffer.from([2]))),
    integer(Buffer.concat([Buffer.from([1]), randomBytes(15)])),
    ecdsaWithSha256,
    name,
    sequence(utcTime(new Date(now.getTime() - DAY_MS)), utcTime(new Date(now.getTime() + 3650 * DAY_MS))),
    name,
    publicKey.export({ format: "der", type: "spki" }),
    tagged(3, sequence(sequence(oid("2.5.29.17"), octets(names)))),
  );
  const certificate = sequence(toSign, ecdsaWithSha256, bits(sign("sha256", toSign, privateKey)));
  return {
    certificate,
    certificatePem: pem(certificate),
    privateKeyPem: privateKey.export({ format: "pem", type: "pkcs8" }).toString(),
  };
}

function pem(der: Buffer): string {
  const lines = der.toString("base64").match(/.{1,64}/g) ?? [];
  return ["-----BEGIN CERTIFICATE-----", ...lines, "-----END CERTIFICATE-----", ""].join("\n");
}
