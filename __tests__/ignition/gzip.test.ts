import fc from "fast-check";
import { gunzipSync } from "node:zlib";
import { gzip, gzipBase64 } from "../../lib/ignition/gzip";

describe("gzipBase64", () => {
  it("says nothing where it comes to more than it may", () => {
    const bytes = Buffer.from("to be or not to be");
    const packed = gzip(bytes);

    expect(gzipBase64(bytes, packed.length)).toBe(packed.toString("base64"));
    expect(gzipBase64(bytes, packed.length - 1)).toBeUndefined();
  });
});

describe("gzip", () => {
  it("packs the same however much it has packed before", () => {
    const first = gzip(Buffer.from("a, b and c; a, b and c"));

    gzip(noise(50_000));

    expect(gzip(Buffer.from("a, b and c; a, b and c")).equals(first)).toBe(true);
  });

  it("writes the same bytes everywhere, without a time and an operating system", () => {
    const bytes = Buffer.from("to be or not to be, that is the question: to be or not to be\n");

    expect(gzip(bytes).toString("hex")).toBe(
      "1f8b08000000000000ff2bc957484a55c82f52c8cb2f51007374144a32124b14328b8174aa4261696a7149667e9e9502a64a2e00def2e1123d000000",
    );
  });

  it.each([
    ["nothing", Buffer.alloc(0)],
    ["one byte", Buffer.from("a")],
    ["a run as long as a match can be", Buffer.alloc(259, 1)],
    ["a run longer than the window", Buffer.alloc(70_000, 7)],
    ["every byte", Buffer.from(Array.from({ length: 256 }, (_, byte) => byte))],
    ["a match at the window's far end", Buffer.concat([Buffer.from("needle"), noise(32_762), Buffer.from("needle")])],
    ["a match beyond it", Buffer.concat([Buffer.from("needle"), noise(32_763), Buffer.from("needle")])],
    ["symbols so rare that their codes have to be shortened", fibonacci(20)],
  ])("can be unpacked again: %s", (_name, bytes) => {
    expect(gunzipSync(gzip(bytes)).equals(bytes)).toBe(true);
  });

  it("can be unpacked again: any bytes, few and many symbols", () => {
    const symbols = fc.integer({ min: 1, max: 255 });
    const content = symbols.chain((max) => fc.uint8Array({ max, maxLength: 3000 }));
    fc.assert(
      fc.property(content, (bytes) => {
        expect(gunzipSync(gzip(bytes)).equals(bytes)).toBe(true);
      }),
    );
  });
});

/** Symbols of which each is as frequent as the two before it together: the deepest code that so many bytes can have. */
function fibonacci(symbols: number): Buffer {
  const counts = [1, 1];
  while (counts.length < symbols) counts.push((counts.at(-1) ?? 0) + (counts.at(-2) ?? 0));
  const bytes = counts.flatMap((count, symbol) => Array.from({ length: count }, () => symbol));
  // Shuffled, always alike, so that there is hardly anything to be matched.
  const order = noise(4 * bytes.length);
  return Buffer.from(
    bytes
      .map((byte, at) => ({ byte, key: order.readUInt32LE(4 * at) }))
      .sort((a, b) => a.key - b.key)
      .map(({ byte }) => byte),
  );
}

/** Bytes in which nothing stands twice for long, always the same. */
function noise(length: number): Buffer {
  let state = 1;
  return Buffer.from(
    Array.from({ length }, () => {
      state = (Math.imul(state, 1_103_515_245) + 12_345) & 0x7fffffff;
      return state >> 16;
    }),
  );
}
