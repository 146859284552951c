import { ByteSize } from "../../lib/values/byte-size";
import { ConfigError } from "../../lib/values/config-error";

describe("ByteSize", () => {
  it("converts between units", () => {
    expect([ByteSize.tib(1).gib, ByteSize.gib(20).mib, ByteSize.mib(512).gib, ByteSize.kib(2).bytes]).toEqual([
      1024, 20480, 0.5, 2048,
    ]);
  });

  it("takes a fraction that is a whole number of bytes", () => {
    expect(ByteSize.gib(1.5).mib).toBe(1536);
  });

  it.each([
    [ByteSize.tib(2), "2 TiB"],
    [ByteSize.gib(20), "20 GiB"],
    [ByteSize.gib(1.5), "1536 MiB"],
    [ByteSize.bytes(1025), "1025 B"],
    [ByteSize.bytes(0), "0 B"],
  ])("writes itself in the largest unit that leaves no fraction (%#)", (size, text) => {
    expect(String(size)).toBe(text);
  });

  it.each([-1, 0.5, Number.NaN, Number.POSITIVE_INFINITY])("refuses %d bytes", (count) => {
    expect(() => ByteSize.bytes(count)).toThrow(ConfigError);
    expect(() => ByteSize.bytes(count)).toThrow("byte-size/not-a-size");
  });
});
