import { createHash, createPublicKey, verify } from "node:crypto";
import { signingKey } from "../../../lib/lab/media/openpgp";

const key = signingKey("Lab <lab@slipway.invalid>");

/** A new-format packet of fewer than 192 bytes. */
function packet(bytes: Buffer): { tag: number; body: Buffer; rest: Buffer } {
  const length = bytes[1] ?? 0;
  return { tag: (bytes[0] ?? 0) & 0x3f, body: bytes.subarray(2, 2 + length), rest: bytes.subarray(2 + length) };
}

function mpis(bytes: Buffer): Buffer {
  const parts: Buffer[] = [];
  for (let at = 0; at < bytes.length;) {
    const size = Math.ceil(bytes.readUInt16BE(at) / 8);
    parts.push(Buffer.concat([Buffer.alloc(32 - size), bytes.subarray(at + 2, at + 2 + size)]));
    at += 2 + size;
  }
  return Buffer.concat(parts);
}

describe("signingKey", () => {
  it("gives the same key for the same name, and another for another", () => {
    expect(signingKey("Lab <lab@slipway.invalid>")).toMatchObject({ id: key.id, publicKey: key.publicKey });
    expect(signingKey("Else").id).not.toBe(key.id);
  });

  it("names itself by the hash of its public key packet", () => {
    const { tag, body } = packet(key.publicKey);
    const fingerprint = createHash("sha1")
      .update(Buffer.from([0x99, 0, body.length]))
      .update(body)
      .digest("hex");

    expect({ tag, version: body[0], algorithm: body[5] }).toEqual({ tag: 6, version: 4, algorithm: 22 });
    expect(key.fingerprint).toBe(fingerprint.toUpperCase());
    expect(key.id).toBe(key.fingerprint.slice(24));
  });

  it("signs what RFC 4880 says is signed", () => {
    const data = Buffer.from("a kernel");
    const { tag, body, rest } = packet(key.sign(data));
    const hashed = body.subarray(0, 6 + body.readUInt16BE(4));
    const trailer = Buffer.concat([Buffer.from([4, 0xff, 0, 0, 0]), Buffer.from([hashed.length])]);
    const digest = createHash("sha512").update(data).update(hashed).update(trailer).digest();
    const unhashedEnd = hashed.length + 2 + body.readUInt16BE(hashed.length);
    const point = packet(key.publicKey).body.subarray(-32);
    const spki = Buffer.concat([Buffer.from("302a300506032b6570032100", "hex"), point]);
    const publicKey = createPublicKey({ key: spki, format: "der", type: "spki" });

    expect({ tag, rest: rest.length, head: [...body.subarray(0, 4)] }).toEqual({
      tag: 2,
      rest: 0,
      head: [4, 0, 22, 10],
    });
    expect(body.subarray(unhashedEnd, unhashedEnd + 2)).toEqual(digest.subarray(0, 2));
    expect(verify(null, digest, publicKey, mpis(body.subarray(unhashedEnd + 2)))).toBe(true);
  });
});
