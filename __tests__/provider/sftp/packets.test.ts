import fc from "fast-check";
import { packet, PacketReader, PacketSplitter } from "../../../lib/provider/sftp/packets";
import { fuzzCases } from "../../fuzz";

const field = fc.oneof(
  fc.nat(0xffffffff),
  fc.bigInt(0n, 2n ** 53n - 1n),
  fc.string({ unit: "grapheme", maxLength: 50 }),
  fc.uint8Array({ maxLength: 50 }).map((bytes) => Buffer.from(bytes)),
);

describe("packet", () => {
  it("frames type and fields, each as its kind is written", () => {
    expect(packet(3, [1, 2n, "ä", Buffer.from([7])]).toString("hex")).toBe(
      "00000018" + "03" + "00000001" + "0000000000000002" + "00000002c3a4" + "0000000107",
    );
  });

  it("is read back as it was written", () => {
    fc.assert(
      fc.property(fc.nat(255), fc.array(field, { maxLength: 8 }), (type, fields) => {
        const reader = new PacketReader(packet(type, fields).subarray(4));
        expect(reader.byte()).toBe(type);
        for (const one of fields) {
          if (typeof one === "number") expect(reader.uint32()).toBe(one);
          else if (typeof one === "bigint") expect(BigInt(reader.uint64())).toBe(one);
          else if (typeof one === "string") expect(reader.text()).toBe(Buffer.from(one).toString("utf8"));
          else expect(reader.data().equals(one)).toBe(true);
        }
        expect(reader.isAtEnd).toBe(true);
      }),
      { numRuns: fuzzCases() },
    );
  });
});

describe("PacketSplitter", () => {
  it("finds the same packets wherever the stream is cut", () => {
    fc.assert(
      fc.property(
        fc.array(fc.uint8Array({ minLength: 1, maxLength: 40 }), { maxLength: 8 }),
        fc.array(fc.integer({ min: 1, max: 30 }), { minLength: 1, maxLength: 20 }),
        (bodies, lengths) => {
          const packets = bodies.map((body) => packet(body[0] ?? 0, [Buffer.from(body)]));
          const stream = Buffer.concat(packets);
          const splitter = new PacketSplitter();
          const found: Buffer[] = [];
          for (let at = 0, turn = 0; at < stream.length; turn++) {
            const length = lengths[turn % lengths.length] ?? 1;
            found.push(...splitter.add(stream.subarray(at, at + length)));
            at += length;
          }

          expect(found.map((one) => one.toString("hex"))).toEqual(
            packets.map((one) => one.subarray(4).toString("hex")),
          );
        },
      ),
      { numRuns: fuzzCases() },
    );
  });

  it("refuses a packet that is longer than any server sends, before it has come", () => {
    expect(() => new PacketSplitter().add(Buffer.from("7fffffff", "hex"))).toThrow("a packet of 2147483651 bytes");
  });
});

describe("PacketReader", () => {
  it("refuses a field that is longer than its packet", () => {
    expect(() => new PacketReader(Buffer.from("0000000541", "hex")).data()).toThrow(
      "a field is longer than its packet",
    );
  });

  it("reads what attributes are there, and skips what it has no use for", () => {
    const all = packet(1, [0x8000000f, 5n, 1000, 1000, 0o100640, 111, 222, 1, "name", "value", "next"]);
    const none = packet(1, [0]);
    const [reader, empty] = [all, none].map((bytes) => new PacketReader(bytes.subarray(5)));

    expect(reader?.attributes()).toEqual({ size: 5, mode: 0o100640, mtime: 222 });
    expect(reader?.text()).toBe("next");
    expect(empty?.attributes()).toEqual({ size: undefined, mode: undefined, mtime: undefined });
  });
});
