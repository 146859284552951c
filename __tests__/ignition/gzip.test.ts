import fc from "fast-check";
import { gunzipSync } from "node:zlib";
import { gzip } from "../../lib/ignition/gzip";

describe("gzip", () => {
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
