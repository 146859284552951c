import { HuffmanCode } from "./huffman";

/** The codes of RFC 1951 that need not be written down: of bytes, the block's end and lengths, and of distances. */
export const FIXED_LITERALS = codeOf(288, (symbol) => {
  if (symbol < 144) return 8;
  if (symbol < 256) return 9;
  return symbol < 280 ? 7 : 8;
});
export const FIXED_DISTANCES = codeOf(30, () => 5);

function codeOf(symbols: number, lengthOf: (symbol: number) => number): HuffmanCode {
  const code = new HuffmanCode(symbols, 15);
  code.setLengths(lengthOf);
  code.number();
  return code;
}
