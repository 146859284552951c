import { decodeHuffman } from "../../../lib/provider/http2/huffman";

const decoded = (hex: string): string | undefined => {
  const bytes = Buffer.from(hex, "hex");
  return decodeHuffman(bytes, 0, bytes.length);
};

describe("decodeHuffman", () => {
  it.each([
    ["", ""],
    ["f1e3c2e5f23a6ba0ab90f4ff", "www.example.com"],
    ["a8eb10649cbf", "no-cache"],
    ["25a849e95ba97d7f", "custom-key"],
    ["6402", "302"],
    ["aec3771a4b", "private"],
    ["d07abe941054d444a8200595040b8166e082a62d1bff", "Mon, 21 Oct 2013 20:13:21 GMT"],
    ["9d29ad171863c78f0b97c8e9ae82ae43d3", "https://www.example.com"],
  ])("reads the specification's own example %s", (hex, text) => {
    expect(decoded(hex)).toBe(text);
  });

  it("reads from one place to another", () => {
    expect(decodeHuffman(Buffer.from("ffffff6402ffffff", "hex"), 3, 5)).toBe("302");
  });

  it.each([
    ["a padding of zeros", "18"],
    ["a padding of a whole octet", "6402ff"],
    ["a code that is cut off", "d07abe94105"],
    ["the end of a string within it", "ffffffff"],
  ])("refuses %s", (_, hex) => {
    expect(decoded(hex)).toBeUndefined();
  });
});
