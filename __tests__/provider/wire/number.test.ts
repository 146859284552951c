import fc from "fast-check";
import { numberFromWire, numberToWire } from "../../../lib/provider/wire/number";

describe("numberFromWire", () => {
  it.each<[number | bigint | string, number]>([
    ["0.1", 0.1],
    ["0.10", 0.1],
    ["-15e-1", -1.5],
    ["1e+21", 1e21],
    ["1152921504606846976", 2 ** 60],
    ["000", 0],
    ["-0", 0],
    [0.5, 0.5],
    ["100000000000000000000", 1e20],
    [2n ** 60n, 2 ** 60],
    [-3n, -3],
  ])("takes %p", (sent, number) => {
    expect(numberFromWire(sent)).toBe(number);
  });

  it.each<[string, number | bigint | string]>([
    ["an integer between two doubles", 2n ** 53n + 1n],
    ["a decimal with too many digits", "0.1000000000000000055511151231257827"],
    ["a power of ten between two doubles", "1e23"],
    ["one that is too large", "1e400"],
    ["the exact value of a double whose text says another", 0.1],
    ["no number at all", "12px"],
    ["nothing", ""],
    ["infinity", Infinity],
  ])("refuses %s", (_name, sent) => {
    expect(numberFromWire(sent)).toBeUndefined();
  });

  it("takes back every double that was sent", () => {
    fc.assert(
      fc.property(fc.double({ noNaN: true, noDefaultInfinity: true }), (number) => {
        expect(numberFromWire(numberToWire(number))).toBe(number + 0);
      }),
    );
  });

  it("takes a double as such only where it is a sum of few powers of two", () => {
    fc.assert(
      fc.property(fc.integer({ min: -8192, max: 8192 }), fc.integer({ min: 0, max: 10 }), (whole, power) => {
        expect(numberFromWire(whole / 2 ** power)).toBe(whole / 2 ** power + 0);
      }),
    );
  });
});
