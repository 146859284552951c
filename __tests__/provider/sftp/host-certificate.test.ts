import * as fc from "fast-check";
import { judgeHostCertificate, readHostCertificate } from "../../../lib/provider/sftp/host-certificate";
import { readPublicKey, sshStrings } from "../../../lib/provider/sftp/public-key";
import { fuzzCases } from "../../fuzz";
import { type CertificateParts, certificateOf, ecdsa, ed25519, KEY_MAKERS, rsa, type TestKey } from "./certificates";

describe("host certificates", () => {
  const authority = ed25519();
  const key = ed25519();
  const smallRsa = rsa(1024);

  /** Why a client refuses what a server shows; undefined if it does not. */
  const reasonAgainst = (
    blob: Buffer,
    { host = "files.example.com", now = 1000, signers = [authority] as readonly TestKey[] } = {},
  ): string | undefined => {
    const certificate = readHostCertificate(blob);
    if (certificate === undefined) return "unreadable";
    const authorities = signers.flatMap((signer) => readPublicKey(signer.blob) ?? []);
    return judgeHostCertificate(certificate, { host, now, authorities });
  };
  const made = (parts: Partial<CertificateParts> = {}): Buffer => certificateOf({ key, authority, ...parts });

  describe("that are as they should be", () => {
    it.each(
      Object.entries(KEY_MAKERS).flatMap(([signed, makeKey]) =>
        Object.entries(KEY_MAKERS).map(([signing, makeSigner]) => [signed, signing, makeKey(), makeSigner()] as const),
      ),
    )("show that an %s key that an %s one has signed is the host's", (_signed, _signing, one, signer) => {
      const blob = certificateOf({ key: one, authority: signer });

      expect(reasonAgainst(blob, { signers: [authority, signer] })).toBeUndefined();
      expect(readHostCertificate(blob)?.key.blob).toEqual(one.blob);
    });

    it.each(["384", "521"] as const)("may be signed on the curve of %s bits", (curve) => {
      const signer = ecdsa(curve);

      expect(reasonAgainst(made({ authority: signer, key: ecdsa(curve) }), { signers: [signer] })).toBeUndefined();
    });

    it("may be signed by RSA with a SHA-2 of 256 bits", () => {
      const signer = rsa(2048, "rsa-sha2-256");

      expect(reasonAgainst(made({ authority: signer }), { signers: [signer] })).toBeUndefined();
    });

    it.each([
      ["files.example.com", "FILES.Example.com"],
      ["*.example.com", "files.example.com"],
      ["file?.example.*", "files.example.com"],
      ["10.20.0.2", "10.20.0.2"],
      ["*", "fd00::2"],
    ])("name hosts by %s, among others", (principal, host) => {
      expect(reasonAgainst(made({ principals: ["mail.example.com", principal] }), { host })).toBeUndefined();
    });

    it("are valid from their first second to before their last", () => {
      const blob = made({ validAfter: 100n, validBefore: 200n });

      const at = [99.9, 100, 199.9, 200].map((now) => reasonAgainst(blob, { now }));

      expect(at).toEqual([
        "it is not valid before 1970-01-01T00:01:40.000Z",
        undefined,
        undefined,
        "it has expired at 1970-01-01T00:03:20.000Z",
      ]);
    });

    it("may hold extensions, which nobody has to know", () => {
      expect(reasonAgainst(made({ extensions: ["hint@example.com", ""] }))).toBeUndefined();
    });
  });

  it.each<[string, Partial<CertificateParts>, string]>([
    ["of a user", { role: 1 }, "it is a user's and not a host's (ssh-keygen -s without -h)"],
    ["of nobody that is known", { role: 3 }, "it is a user's and not a host's (ssh-keygen -s without -h)"],
    ["for no host", { principals: [] }, "it names no host (ssh-keygen -s without -n)"],
    ["for an empty name", { principals: [""] }, 'it is for "" and not for files.example.com'],
    ["for another host", { principals: ["a.example.com"] }, 'it is for "a.example.com" and not for files.example.com'],
    [
      "for a name with a NUL",
      { principals: ["files.example.com\0"] },
      'it is for "files.example.com\\u0000" and not for files.example.com',
    ],
    [
      "for a name that a terminal would obey",
      { principals: ["\x7f\x9b2J"] },
      'it is for "\\u007fÂ\\u009b2J" and not for files.example.com',
    ],
    [
      "for names in which the host's is only a part",
      { principals: ["files.example.com.evil.example", "example.com", "iles.example.com"] },
      'it is for "files.example.com.evil.example", "example.com", "iles.example.com" and not for files.example.com',
    ],
    [
      "with a critical option",
      { critical: ["force@example.com", ""] },
      'it holds the critical option "force@example.com", which is not known here',
    ],
    ["with an option that has no value", { critical: ["force@example.com"] }, "unreadable"],
    ["for more names than anybody needs", { principals: Array.from({ length: 257 }, () => "*") }, "unreadable"],
    ["by a stranger", { authority: ed25519() }, "it is signed by an authority that is not pinned"],
    [
      "by a stranger in the authority's name",
      { sign: ed25519().sign },
      "its signature is not that of the authority, or is one by SHA-1",
    ],
    ["by the key itself", { signer: key.blob, sign: key.sign }, "it is signed by an authority that is not pinned"],
    [
      "under another name of the signature",
      { sign: (data) => sshStrings(["ssh-rsa", authority.sign(data).subarray(-64)]) },
      "its signature is not that of the authority, or is one by SHA-1",
    ],
    ["of a weak key", { key: smallRsa }, "unreadable"],
  ])("refuses one %s", (_name, parts, reason) => {
    expect(reasonAgainst(made(parts))).toBe(reason);
  });

  it("refuses a signature by SHA-1, and one that fits another hash than it names", () => {
    const old = rsa(2048, "ssh-rsa");
    const renamed = (data: Buffer): Buffer => sshStrings(["rsa-sha2-512", old.sign(data).subarray(-256)]);

    expect(reasonAgainst(made({ authority: old }), { signers: [old] })).toMatch(/by SHA-1$/);
    expect(reasonAgainst(made({ authority: old, sign: renamed }), { signers: [old] })).toMatch(/by SHA-1$/);
  });

  it("refuses one that a certificate has signed instead of a key", () => {
    const certified = certificateOf({ key, authority });

    expect(reasonAgainst(made({ signer: certified, sign: key.sign }))).toMatch(/authority that is not pinned$/);
    expect(readPublicKey(certified)).toBeUndefined();
  });

  describe.each(Object.entries(KEY_MAKERS))("of an %s key and authority that were tampered with", (_kind, make) => {
    const signer = make();
    const blob = certificateOf({ key: make(), authority: signer, principals: ["*.example.com", "files.example.com"] });
    const judged = (bytes: Buffer): string | undefined => reasonAgainst(bytes, { signers: [signer] });

    it("refuses a change of any byte", () => {
      expect(judged(blob)).toBeUndefined();
      for (const at of blob.keys()) {
        const other = Buffer.from(blob);
        other[at] = (other[at] ?? 0) ^ 1;
        expect(judged(other)).toEqual(expect.any(String));
      }
      fc.assert(
        fc.property(fc.nat(blob.length - 1), fc.integer({ min: 1, max: 255 }), (at, change) => {
          const other = Buffer.from(blob);
          other[at] = (other[at] ?? 0) ^ change;

          expect(judged(other)).toEqual(expect.any(String));
        }),
        { numRuns: fuzzCases() },
      );
    });

    it("refuses what was cut short, put in, or put behind", () => {
      fc.assert(
        fc.property(
          fc.nat(blob.length - 1),
          fc.nat(20),
          fc.uint8Array({ minLength: 0, maxLength: 20 }),
          (at, less, more) => {
            fc.pre(less > 0 || more.length > 0);
            const other = Buffer.concat([blob.subarray(0, at), more, blob.subarray(at + less)]);
            fc.pre(!other.equals(blob));

            expect(judged(other)).toEqual(expect.any(String));
          },
        ),
        { numRuns: fuzzCases() },
      );
      expect(judged(Buffer.concat([blob, Buffer.from([0])]))).toBe("unreadable");
    });
  });

  it("reads any bytes without a fault", () => {
    fc.assert(
      fc.property(fc.uint8Array({ maxLength: 300 }), (bytes) => {
        const some = Buffer.from(bytes);
        expect(readHostCertificate(some)).toBeUndefined();
        expect(
          readHostCertificate(Buffer.concat([sshStrings(["ssh-ed25519-cert-v01@openssh.com"]), some])),
        ).toBeUndefined();
      }),
      { numRuns: fuzzCases() },
    );
  });
});
