import fc from "fast-check";
import { FrameReader, frameOf, PREFACE } from "../../../lib/provider/http2/frames";
import { fuzzCases } from "../../fuzz";

interface Frame {
  readonly type: number;
  readonly flags: number;
  readonly stream: number;
  readonly payload: string;
}

function reading(frames: Frame[]): FrameReader {
  return new FrameReader((type, flags, stream, bytes, start, end) =>
    frames.push({ type, flags, stream, payload: bytes.toString("hex", start, end) }),
  );
}

const frame = fc.record({
  type: fc.nat(255),
  flags: fc.nat(255),
  stream: fc.nat(0x7fffffff),
  payload: fc.uint8Array({ maxLength: 50 }).map((bytes) => Buffer.from(bytes).toString("hex")),
});

const written = ({ type, flags, stream, payload }: Frame): Buffer =>
  frameOf(type, flags, stream, Buffer.from(payload, "hex"));

describe("FrameReader", () => {
  it("reads the frames that were written, in whatever pieces they come", () => {
    fc.assert(
      fc.property(
        fc.array(frame, { maxLength: 8 }),
        fc.array(fc.integer({ min: 1, max: 60 }), { minLength: 1 }),
        (all, cuts) => {
          const bytes = Buffer.concat([PREFACE, ...all.map(written)]);
          const frames: Frame[] = [];
          const reader = reading(frames);

          for (let at = 0, turn = 0; at < bytes.length; turn++) {
            const length = cuts[turn % cuts.length] as number;
            reader.add(bytes.subarray(at, at + length));
            at += length;
          }

          expect(frames).toEqual(all);
        },
      ),
      { numRuns: fuzzCases(200) },
    );
  });

  it("writes a frame as the specification draws it", () => {
    expect(frameOf(0x1, 0x5, 3, Buffer.from("abc")).toString("hex")).toBe("000003010500000003616263");
  });

  it("refuses whatever is not HTTP/2 as soon as it can be seen", () => {
    expect(() => reading([]).add(Buffer.from("GET / HTTP/1.1\r\n"))).toThrow("this is not HTTP/2");
    expect(() => reading([]).add(Buffer.from("PRI * HTTP/1"))).toThrow("this is not HTTP/2");
  });

  it("refuses a frame that is larger than it may be, before it is there", () => {
    const reader = reading([]);

    expect(() => reader.add(Buffer.concat([PREFACE, Buffer.from("004001000000000001", "hex")]))).toThrow(
      "a frame of 16385 octets",
    );
  });
});
