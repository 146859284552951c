import { mkdtempSync, rmSync, writeFileSync } from "node:fs";
import { tmpdir } from "node:os";
import { join } from "node:path";
import fc from "fast-check";
import { dearmor } from "../../lib/coreos/openpgp/armor";
import { verifySignature } from "../../lib/coreos/openpgp/verify";
import { ConfigError } from "../../lib/values/config-error";
import { fuzzCases } from "../fuzz";
import { ED25519, RSA } from "./gnupg";

/** First byte of a signature packet in the new format (RFC 9580, section 4.2). */
const NEW_HEADER = 0xc2;

describe("verifySignature", () => {
  const folder = mkdtempSync(join(tmpdir(), "slipway-test-"));
  const path = join(folder, "file");
  const other = join(folder, "other");

  beforeAll(() => {
    writeFileSync(path, "hello\n");
    writeFileSync(other, "hellp\n");
  });
  afterAll(() => rmSync(folder, { recursive: true }));

  const codesOf = async (work: Promise<unknown>): Promise<readonly string[]> => {
    const error: unknown = await work.then(
      () => undefined,
      (reason: unknown) => reason,
    );
    expect(error).toBeInstanceOf(ConfigError);
    return (error as ConfigError).problems.map(({ code }) => code);
  };

  describe.each([
    ["RSA", RSA],
    ["Ed25519", ED25519],
  ])("with GnuPG's %s", (_name, { key, signature, fingerprint }) => {
    it("answers the key that vouches for the file", async () => {
      await expect(verifySignature({ path, signature, keys: [key] })).resolves.toBe(fingerprint);
    });

    it("reads key and signature in binary as well", async () => {
      await expect(verifySignature({ path, signature: dearmor(signature), keys: [dearmor(key)] })).resolves.toBe(
        fingerprint,
      );
    });

    it("finds the key among others", async () => {
      await expect(verifySignature({ path, signature, keys: [RSA.key, ED25519.key] })).resolves.toBe(fingerprint);
    });

    it("refuses another file", async () => {
      expect(await codesOf(verifySignature({ path: other, signature, keys: [key] }))).toEqual(["coreos/bad-signature"]);
    });

    it("refuses when the key is not among the trusted ones", async () => {
      const stranger = key === RSA.key ? ED25519.key : RSA.key;

      expect(await codesOf(verifySignature({ path, signature, keys: [stranger] }))).toEqual(["coreos/bad-signature"]);
      expect(await codesOf(verifySignature({ path, signature, keys: [] }))).toEqual(["coreos/bad-signature"]);
    });

    it("never accepts a signature of which the signed part or the number was changed", async () => {
      const binary = dearmor(signature);
      // What follows the signed part names the signer once more, unsigned; a change there only fails to find the key.
      await fc.assert(
        fc.asyncProperty(fc.nat({ max: binary.length - 1 }), fc.integer({ min: 1, max: 255 }), async (at, flip) => {
          const changed = Buffer.from(binary);
          changed.writeUInt8(changed.readUInt8(at) ^ flip, at);
          const outcome = await verifySignature({ path, signature: changed, keys: [key] }).catch(
            (error: unknown) => error,
          );
          if (outcome instanceof Error) expect(outcome).toBeInstanceOf(ConfigError);
          else expect(isUnsigned(binary, at) || isSamePacket(binary, changed)).toBe(true);
        }),
        // The other header of the same packet is drawn too rarely.
        { numRuns: 300, examples: [[0, NEW_HEADER ^ binary.readUInt8(0)]] },
      );
    });

    it("refuses any signature that is cut off", async () => {
      const binary = dearmor(signature);
      for (let length = 0; length < binary.length; length++) {
        const codes = await codesOf(verifySignature({ path, signature: binary.subarray(0, length), keys: [key] }));
        expect(["coreos/bad-signature", "coreos/broken-openpgp"]).toContain(codes[0]);
      }
    });
  });

  it("meets noise with nothing but a ConfigError", async () => {
    await fc.assert(
      fc.asyncProperty(fc.uint8Array({ maxLength: 200 }), fc.uint8Array({ maxLength: 200 }), async (a, b) => {
        expect(
          (await codesOf(verifySignature({ path, signature: Buffer.from(a), keys: [Buffer.from(b)] })))[0],
        ).toMatch(/^coreos\/(?:bad-signature|broken-openpgp)$/);
      }),
    );
  });

  it("never lets a changed key vouch, unless the change is in what is not the key", async () => {
    const binary = dearmor(ED25519.key);
    const { signature, fingerprint } = ED25519;
    const keyEnd = 2 + binary.readUInt8(1);
    await fc.assert(
      fc.asyncProperty(fc.nat({ max: binary.length - 1 }), fc.integer({ min: 1, max: 255 }), async (at, flip) => {
        const changed = Buffer.from(binary);
        changed.writeUInt8(changed.readUInt8(at) ^ flip, at);
        const outcome = await verifySignature({ path, signature, keys: [changed] }).catch((error: unknown) => error);
        if (outcome instanceof Error) expect(outcome).toBeInstanceOf(ConfigError);
        else expect([outcome, at >= keyEnd || isHeader(at)]).toEqual([fingerprint, true]);
      }),
      { numRuns: fuzzCases() },
    );
  });

  /** A packet says by its first byte how its length is written: in the old way or, up to 191 bytes, alike in the new. */
  function isSamePacket(binary: Buffer, changed: Buffer): boolean {
    return changed.readUInt8(0) === NEW_HEADER && changed.subarray(1).equals(binary.subarray(1));
  }

  /** The first byte of a packet may change from the old format to the new one. */
  function isHeader(at: number): boolean {
    return at === 0;
  }

  /**
   * Bytes that no signature covers, and whose change need not matter: the subpackets after the signed part, and the
   * lengths in bits of numbers, as far as the length in bytes stays the same.
   */
  function isUnsigned(binary: Buffer, at: number): boolean {
    const bodyStart = (binary.readUInt8(0) & 3) === 1 ? 3 : 2;
    const signedEnd = bodyStart + 6 + binary.readUInt16BE(bodyStart + 4);
    const unhashedEnd = signedEnd + 2 + binary.readUInt16BE(signedEnd);
    const numbers = unhashedEnd + 2;
    const firstLength = (binary.readUInt16BE(numbers) + 7) >> 3;
    const isBitLength = (start: number): boolean => at === start || at === start + 1;
    return (at >= signedEnd && at < unhashedEnd) || isBitLength(numbers) || isBitLength(numbers + 2 + firstLength);
  }
});
