import { createHash } from "node:crypto";
import { signatureCheck } from "../../lib/coreos/openpgp/check";
import { readPublicKeys } from "../../lib/coreos/openpgp/public-key";
import { FEDORA_SIGNING_KEYS } from "../../lib/coreos/signing-keys";
import { ConfigError, type Problem } from "../../lib/values/config-error";
import { ED25519, RSA } from "./gnupg";
import { RENEWED, REVOKED, SHORT } from "./gnupg-life";

interface Question {
  readonly key: Buffer;
  readonly signature: Buffer;
  readonly now?: Date;
}

/** The fingerprint, or what is wrong. */
function judge({ key, signature, now }: Question): string | readonly Problem[] {
  try {
    const keys = readPublicKeys(key);
    const check = signatureCheck({ subject: "live.iso", signature, keys, ...(now === undefined ? {} : { now }) });
    return check.judge(new Map([...check.hashes].map((name) => [name, createHash(name).update("hello\n")])));
  } catch (error) {
    if (error instanceof ConfigError) return error.problems;
    throw error;
  }
}

const fix =
  "fetch file and signature again; if the stream has a new signing key, add it to signing_keys after checking where it comes from";

describe("FEDORA_SIGNING_KEYS", () => {
  it("are the primary keys of Fedora 44, 45 and 46, RSA of 4096 bits, neither expired nor revoked", () => {
    const keys = FEDORA_SIGNING_KEYS.flatMap((key) => readPublicKeys(Buffer.from(key)));

    expect(
      keys.map(({ fingerprint, kind, key, created, expires, isRevoked }) => ({
        fingerprint,
        kind,
        bits: key.asymmetricKeyDetails?.modulusLength,
        created: new Date(created * 1000).toISOString().slice(0, 10),
        expires,
        isRevoked,
      })),
    ).toEqual([
      {
        fingerprint: "36F612DCF27F7D1A48A835E4DBFCF71C6D9F90A6",
        kind: "rsa",
        bits: 4096,
        created: "2025-01-14",
        expires: undefined,
        isRevoked: false,
      },
      {
        fingerprint: "4F50A6114CD5C6976A7F1179655A4B02F577861E",
        kind: "rsa",
        bits: 4096,
        created: "2025-07-29",
        expires: undefined,
        isRevoked: false,
      },
      {
        fingerprint: "D924B10D3E810DABDD8B56B596E7E91491211FCE",
        kind: "rsa",
        bits: 4096,
        created: "2026-01-30",
        expires: undefined,
        isRevoked: false,
      },
    ]);
  });

  it("are read as one file too, each with what follows it", () => {
    const all = Buffer.from(FEDORA_SIGNING_KEYS.join("\n"));

    expect(readPublicKeys(all).map(({ fingerprint }) => fingerprint.slice(-8))).toEqual([
      "6D9F90A6",
      "F577861E",
      "91211FCE",
    ]);
  });
});

describe("signatureCheck", () => {
  it("accepts a key that was renewed after it had an end", () => {
    expect(judge(RENEWED)).toBe(RENEWED.fingerprint);
  });

  it("refuses a key past its time, and names the day", () => {
    expect(judge(SHORT)).toEqual([
      {
        code: "coreos/bad-signature",
        severity: "error",
        path: ["signature"],
        what: `no trusted key vouches for live.iso: key ${SHORT.fingerprint} expired on 2020-01-02`,
        got: `signed by key ${SHORT.fingerprint}`,
        allowed: `key ${SHORT.fingerprint}`,
        fix,
      },
    ]);
    expect(judge({ ...SHORT, now: new Date("2020-01-01T12:00:00Z") })).toBe(SHORT.fingerprint);
  });

  it("refuses a key that its owner has revoked", () => {
    expect(judge({ ...REVOKED, key: REVOKED.keyBefore })).toBe(REVOKED.fingerprint);
    expect(judge(REVOKED)).toMatchObject([
      {
        code: "coreos/bad-signature",
        path: ["signature"],
        what: `no trusted key vouches for live.iso: key ${REVOKED.fingerprint} is revoked`,
      },
    ]);
  });

  it("refuses a signature past its time", () => {
    const question = { key: REVOKED.keyBefore, signature: REVOKED.shortSignature };

    expect(judge(question)).toMatchObject([
      {
        code: "coreos/bad-signature",
        path: ["signature"],
        what: "no trusted key vouches for live.iso: the signature expired on 2020-01-02",
      },
    ]);
    expect(judge({ ...question, now: new Date("2020-01-01T12:00:00Z") })).toBe(REVOKED.fingerprint);
  });

  it("refuses a stranger's signature, and names the key found and the keys expected", () => {
    const key = Buffer.concat([RENEWED.key, Buffer.from("\n"), RSA.key]);

    expect(judge({ key, signature: ED25519.signature })).toEqual([
      {
        code: "coreos/bad-signature",
        severity: "error",
        path: ["signature"],
        what: "no trusted key vouches for live.iso",
        got: `signed by key ${ED25519.fingerprint}`,
        allowed: `key ${RENEWED.fingerprint}, ${RSA.fingerprint}`,
        fix,
      },
    ]);
  });

  it.each<[string, Question, string]>([
    ["a signature that is empty", { ...RSA, signature: Buffer.alloc(0) }, "coreos/bad-signature"],
    ["a signature that is a key", { ...RSA, signature: RSA.key }, "coreos/bad-signature"],
    ["a page instead of a signature", { ...RSA, signature: Buffer.from("<html>404</html>") }, "coreos/broken-openpgp"],
    ["a signature of 65 KB", { ...RSA, signature: Buffer.alloc(65 * 1024) }, "coreos/broken-openpgp"],
    ["a key file of 2 MB", { ...RSA, key: Buffer.alloc(2 * 1024 * 1024) }, "coreos/broken-openpgp"],
    ["two thousand packets", { ...RSA, key: Buffer.alloc(4000, Buffer.from("c200", "hex")) }, "coreos/broken-openpgp"],
    ["armour without an end", { ...RSA, key: RSA.key.subarray(0, 600) }, "coreos/broken-openpgp"],
    ["armour without a headers' end", { ...RSA, key: withoutEmptyLine(RSA.key) }, "coreos/broken-openpgp"],
    [
      "armour of no base64",
      { ...RSA, key: Buffer.from(RSA.key.toString().replace("mQEN", "m!EN")) },
      "coreos/broken-openpgp",
    ],
  ])("refuses %s", (_name, question, code) => {
    const problems = judge(question);

    expect(typeof problems === "string" ? problems : problems.map((problem) => problem.code)).toEqual([code]);
  });
});

function withoutEmptyLine(armour: Buffer): Buffer {
  return Buffer.from(armour.toString().replace("\n\n", "\n"));
}
