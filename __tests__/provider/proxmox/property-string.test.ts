import fc from "fast-check";
import { parseProperties, parseSize, renderProperties } from "../../../lib/provider/proxmox/property-string";

describe("parseProperties", () => {
  it("gives the first value without a key its name", () => {
    expect([...parseProperties("local-lvm:vm-102-disk-0,discard=on,size=16G", "file")]).toEqual([
      ["file", "local-lvm:vm-102-disk-0"],
      ["discard", "on"],
      ["size", "16G"],
    ]);
  });

  it("bears with the comma that some clients leave at the end", () => {
    expect([...parseProperties("file=local:iso/x.iso,media=cdrom,", "file")]).toEqual([
      ["file", "local:iso/x.iso"],
      ["media", "cdrom"],
    ]);
  });

  it("reads what renderProperties writes", () => {
    const key = fc.stringMatching(/^[a-z][a-z0-9_-]*$/);
    const value = fc.stringMatching(/^[^,\r\n]*$/);

    fc.assert(
      fc.property(fc.uniqueArray(fc.tuple(key, value), { selector: ([name]) => name }), (pairs) => {
        expect([...parseProperties(renderProperties(pairs), "first")]).toEqual(pairs);
      }),
    );
  });
});

describe("renderProperties", () => {
  it("leaves out what is not set and writes flags as 1 and 0", () => {
    const pairs = [
      ["a", true],
      ["b", false],
      ["c", null],
      ["d", undefined],
      ["e", 5],
    ] as const;

    expect(renderProperties(pairs)).toBe("a=1,b=0,e=5");
  });

  it.each(["x,file=/etc/shadow", "x\ny", "x\r"])("refuses %j, which would begin another property", (value) => {
    expect(() => renderProperties([["serial", value]])).toThrow(/"serial" holds a comma or a line end/);
  });
});

describe("parseSize", () => {
  it.each([
    ["16G", 17179869184],
    ["4M", 4194304],
    ["1T", 1099511627776],
    ["17179869184", 17179869184],
    ["0.5G", 536870912],
    ["16X", null],
    ["", null],
  ])("reads %j", (text, bytes) => {
    expect(parseSize(text)).toBe(bytes);
  });
});
