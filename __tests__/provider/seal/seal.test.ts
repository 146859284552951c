import { spawnSync } from "node:child_process";
import { createPublicKey, verify } from "node:crypto";
import { mkdtempSync, rmSync, writeFileSync } from "node:fs";
import { tmpdir } from "node:os";
import { join } from "node:path";
import fc from "fast-check";
import { utils } from "ssh2";
import { sealOf } from "../../../lib/provider/seal/seal";

const secret = "0123456789abcdef0123456789abcdef";
const hasSshKeygen = spawnSync("ssh-keygen", ["-?"]).error === undefined;

describe("sealOf", () => {
  it("derives the same key from the same secret, name and generation, for ever", () => {
    expect(sealOf(secret).sealedKey("install", 1)).toEqual({
      privateKey: expect.stringMatching(
        /^-----BEGIN OPENSSH PRIVATE KEY-----\n[^]+\n-----END OPENSSH PRIVATE KEY-----\n$/,
      ) as string,
      publicKey: "ssh-ed25519 AAAAC3NzaC1lZDI1NTE5AAAAIEbd4FT6Ucq+i94PWiGb1U4R9x5j18zEN7QxA2jvrMcX",
      fingerprint: "SHA256:54wR3lkSqmhlmiTQg2+9dPcfYDGzK4KFnWAWK1yoYLo",
    });
    expect(sealOf(secret).sealedKey("install", 1)).toEqual(sealOf(secret).sealedKey("install", 1));
  });

  it("derives another key for another name, generation or secret", () => {
    const keys = [
      sealOf(secret).sealedKey("install", 1),
      sealOf(secret).sealedKey("install", 2),
      sealOf(secret).sealedKey("install\u00011", 1),
      sealOf(secret).sealedKey("other", 1),
      sealOf(`${secret}0`).sealedKey("install", 1),
    ];

    expect(new Set(keys.map(({ fingerprint }) => fingerprint)).size).toBe(keys.length);
  });

  it("makes key pairs that fit, whatever the name", () => {
    fc.assert(
      fc.property(
        fc.string({ minLength: 1 }).filter((name) => !name.includes("\0")),
        fc.integer({ min: 1 }),
        (name, generation) => {
          const { privateKey, publicKey } = sealOf(secret).sealedKey(name, generation);

          const parsed = utils.parseKey(privateKey);
          if (parsed instanceof Error) throw parsed;
          expect(`ssh-ed25519 ${parsed.getPublicSSH().toString("base64")}`).toBe(publicKey);
          const signature = parsed.sign(Buffer.from("data"));
          expect(
            verify(null, Buffer.from("data"), createPublicKey(parsed.getPublicPEM()), signature as unknown as Buffer),
          ).toBe(true);
        },
      ),
      { numRuns: 25 },
    );
  });

  (hasSshKeygen ? it : it.skip)("makes files that OpenSSH takes", () => {
    const folder = mkdtempSync(join(tmpdir(), "slipway-seal-"));
    try {
      const { privateKey, publicKey, fingerprint } = sealOf(secret).sealedKey("install", 3);
      const file = join(folder, "key");
      writeFileSync(file, privateKey, { mode: 0o600 });

      const keygen = (...args: string[]): string => spawnSync("ssh-keygen", args, { encoding: "utf8" }).stdout.trim();

      expect(keygen("-y", "-f", file)).toBe(`${publicKey} install`);
      expect(keygen("-l", "-f", file)).toBe(`256 ${fingerprint} install (ED25519)`);
    } finally {
      rmSync(folder, { recursive: true });
    }
  });

  it("refuses a secret that could be guessed, without showing it", () => {
    expect(() => sealOf("short")).toThrow(
      'Unable to use the seal secret: It has 5 characters, and needs at least 32: make one with "openssl rand -hex 32".',
    );
  });

  it.each([
    ["no name", "", 1],
    ["a NUL in the name", "a\0b", 1],
    ["generation 0", "a", 0],
    ["half a generation", "a", 1.5],
  ])("refuses %s", (_name, name, generation) => {
    expect(() => sealOf(secret).sealedKey(name, generation)).toThrow("It needs a name, and a generation of 1 or more");
  });
});
