import fc from "fast-check";
import { frame, MessageReader } from "../../../lib/provider/plugin/grpc-frames";
import { fuzzCases } from "../../fuzz";

const read = (pieces: readonly Uint8Array[], limit = 1000): Buffer | string => {
  const reader = new MessageReader(limit);
  for (const piece of pieces) reader.add(Buffer.from(piece));
  return reader.finish();
};

describe("MessageReader", () => {
  it("reads a framed message, into whatever pieces it falls", () => {
    const cuts = fc.array(fc.nat(200), { maxLength: 5 });

    fc.assert(
      fc.property(fc.uint8Array({ maxLength: 150 }), cuts, (message, places) => {
        const framed = frame(message);
        const edges = [0, ...places.filter((place) => place < framed.length).sort((a, b) => a - b), framed.length];
        const pieces = edges.slice(1).map((edge, index) => framed.subarray(edges[index], edge));
        expect(read(pieces)).toEqual(Buffer.from(message));
      }),
      { numRuns: fuzzCases() },
    );
  });

  it.each([
    ["nothing", []],
    ["less than a prefix", [Buffer.from([0, 0, 0])]],
    ["less than it says", [Buffer.from([0, 0, 0, 0, 2, 1])]],
    ["two messages", [frame(Buffer.from("a")), frame(Buffer.from("b"))]],
  ])("refuses %s", (_what, pieces) => {
    expect(read(pieces)).toBe("not one message");
  });

  it("refuses what is compressed, and what is too large as soon as it is", () => {
    const reader = new MessageReader(10);

    expect(read([Buffer.from([1, 0, 0, 0, 0])])).toBe("compressed");
    expect([reader.add(Buffer.alloc(15)), reader.add(Buffer.alloc(1))]).toEqual([true, false]);
    expect(reader.finish()).toBe("too large");
  });
});
