import fc from "fast-check";
import { HeaderDecoder } from "../../../lib/provider/http2/header-decoder";
import { fuzzCases } from "../../fuzz";
import { BlockWriter, writtenField } from "./block-writer";

type Pair = readonly [name: string, value: string];

function decode(decoder: HeaderDecoder, block: Buffer): readonly Pair[] {
  const fields: Pair[] = [];
  decoder.decode(block, 0, block.length, ({ name, value }) => fields.push([name, value]));
  return fields;
}

const hex = (text: string): Buffer => Buffer.from(text.replace(/\s/g, ""), "hex");

describe("HeaderDecoder", () => {
  it.each([
    [
      "plain",
      [
        "828684410f7777772e6578616d706c652e636f6d",
        "828684be58086e6f2d6361636865",
        "828785bf400a637573746f6d2d6b65790c637573746f6d2d76616c7565",
      ],
    ],
    [
      "coded",
      [
        "828684418cf1e3c2e5f23a6ba0ab90f4ff",
        "828684be5886a8eb10649cbf",
        "828785bf408825a849e95ba97d7f8925a849e95bb8e8b4bf",
      ],
    ],
  ])("reads the specification's three requests of one connection, %s", (_, blocks) => {
    const decoder = new HeaderDecoder();

    const requests = blocks.map((block) => decode(decoder, hex(block)));

    expect(requests).toEqual([
      [
        [":method", "GET"],
        [":scheme", "http"],
        [":path", "/"],
        [":authority", "www.example.com"],
      ],
      [
        [":method", "GET"],
        [":scheme", "http"],
        [":path", "/"],
        [":authority", "www.example.com"],
        ["cache-control", "no-cache"],
      ],
      [
        [":method", "GET"],
        [":scheme", "https"],
        [":path", "/index.html"],
        [":authority", "www.example.com"],
        ["custom-key", "custom-value"],
      ],
    ]);
  });

  it("knows the fields of the start by their numbers", () => {
    const decoder = new HeaderDecoder();
    const numbered = Array.from({ length: 61 }, (_, index) => decode(decoder, Buffer.from([0x81 + index]))[0]);

    expect(numbered.slice(0, 16)).toEqual([
      [":authority", ""],
      [":method", "GET"],
      [":method", "POST"],
      [":path", "/"],
      [":path", "/index.html"],
      [":scheme", "http"],
      [":scheme", "https"],
      [":status", "200"],
      [":status", "204"],
      [":status", "206"],
      [":status", "304"],
      [":status", "400"],
      [":status", "404"],
      [":status", "500"],
      ["accept-charset", ""],
      ["accept-encoding", "gzip, deflate"],
    ]);
    expect([30, 57, 60].map((index) => numbered[index])).toEqual([
      ["content-type", ""],
      ["user-agent", ""],
      ["www-authenticate", ""],
    ]);
  });

  it("reads whatever a peer writes, block after block", () => {
    const block = fc.record({
      fields: fc.array(writtenField, { maxLength: 12 }),
      resize: fc.option(fc.integer({ min: 0, max: 4096 }), { nil: undefined }),
    });
    fc.assert(
      fc.property(fc.array(block, { maxLength: 8 }), (blocks) => {
        const [writer, decoder] = [new BlockWriter(), new HeaderDecoder()];

        for (const { fields, resize } of blocks) {
          expect(decode(decoder, writer.block(fields, resize))).toEqual(fields.map(({ name, value }) => [name, value]));
        }
      }),
      { numRuns: fuzzCases(200) },
    );
  });

  it("either reads or refuses any bytes", () => {
    fc.assert(
      fc.property(fc.uint8Array({ maxLength: 64 }), (bytes) => {
        try {
          decode(new HeaderDecoder(), Buffer.from(bytes));
        } catch (error) {
          expect(error).toMatchObject({ name: "ConnectionError", code: 0x9 });
        }
      }),
      { numRuns: fuzzCases(1000) },
    );
  });

  it.each([
    ["the number 0", "80", "there is no header field 0"],
    ["a number that nothing has", "be", "there is no header field 62"],
    ["a name by a number that nothing has", "7e00", "there is no header field 62"],
    ["a number without end", "ffffffffffffffff", "an integer is cut off, or too large"],
    ["a number that is cut off", "ff80", "an integer is cut off, or too large"],
    ["a string that is cut off", "0003616263056465", "a string is cut off"],
    ["a missing string", "00", "a string is cut off"],
    ["a string of a wrong code", "0001618164", "a string is wrongly coded"],
    ["a table larger than ours", "3fe21f", "a table of 4097 octets is larger than it may be"],
    ["another size of the table after a field", "8220", "the table's size changes within a header block"],
  ])("refuses %s", (_, bytes, message) => {
    expect(() => decode(new HeaderDecoder(), hex(bytes))).toThrow(message);
  });
});
