/**
 * Numbers of OpenTofu have any size and precision; resources see doubles. So a number is taken as a double only if its
 * shortest decimal form says exactly what was sent: anything else would come back changed, which OpenTofu takes for a
 * bug.
 */

/** @returns undefined if a double cannot hold it exactly */
export function numberFromWire(sent: number | bigint | string): number | undefined {
  if (typeof sent === "bigint") {
    const number = Number(sent);
    return BigInt(number) === sent ? number : undefined;
  }
  const number = Number(sent);
  if (!Number.isFinite(number)) return undefined;
  const same = typeof sent === "number" ? isShortestExact(sent) : sameDecimal(sent, textOf(number));
  return same ? number + 0 : undefined;
}

/** All digits of a number, none of them to spare, and no exponent. */
export function exactText(sent: number | bigint | string): string {
  if (typeof sent === "bigint") return String(sent);
  const { digits, exponent } = typeof sent === "number" ? exactDecimal(sent) : decimalOf(sent);
  if (Number.isNaN(exponent) || Math.abs(exponent) > MOST_ZEROS) throw new Error("a number that cannot be read");
  const text = String(digits < 0n ? -digits : digits);
  const sign = digits < 0n ? "-" : "";
  if (exponent >= 0) return `${sign}${text}${"0".repeat(exponent)}`;
  const padded = text.padStart(1 - exponent, "0");
  return `${sign}${padded.slice(0, exponent)}.${padded.slice(exponent)}`;
}

/** Bounds what a few bytes can make us write. */
const MOST_ZEROS = 10_000;

/** A double's own value, of which its shortest text is only the nearest that tells it apart. */
function exactDecimal(number: number): Decimal {
  const { mantissa, power } = binaryOf(number);
  // mantissa × 2^-n = mantissa × 5^n × 10^-n
  return power < 0 ? { digits: mantissa * 5n ** BigInt(-power), exponent: power } : { digits: mantissa, exponent: 0 };
}

/** Integers as such, anything else as decimal text, since the bits of a double are not the decimal that was meant. */
export function numberToWire(number: number): number | string {
  return Number.isSafeInteger(number) ? number + 0 : textOf(number);
}

/** The shortest decimal that is the same double; for large integers, where JavaScript fills up with zeros, all digits. */
function textOf(number: number): string {
  return Number.isInteger(number) ? String(BigInt(number)) : String(number);
}

/** Whether the shortest text of a double, which stands for many decimals, is its very value. */
function isShortestExact(number: number): boolean {
  if (Number.isInteger(number)) return true;
  const { digits, exponent } = decimalOf(String(number));
  const { mantissa, power } = binaryOf(number);
  // digits × 10^exponent = mantissa × 2^power, with every negative exponent brought to the other side
  const left = digits * scale(10n, exponent) * scale(2n, -power);
  const right = mantissa * scale(2n, power) * scale(10n, -exponent);
  return left === right;
}

/** digits × 10^exponent */
interface Decimal {
  readonly digits: bigint;
  readonly exponent: number;
}

const scale = (base: bigint, exponent: number): bigint => (exponent > 0 ? base ** BigInt(exponent) : 1n);

function binaryOf(number: number): { mantissa: bigint; power: number } {
  let [mantissa, power] = [number, 0];
  // Doubling is exact; a subnormal double needs it 1074 times.
  while (!Number.isInteger(mantissa) && power > -1074) [mantissa, power] = [mantissa * 2, power - 1];
  return { mantissa: BigInt(mantissa), power };
}

/**
 * Whether two texts are one number to OpenTofu, which computes with 512 bits: of a longer number it writes as many
 * digits as tell it apart, and zeros for the rest.
 */
function sameDecimal(a: string, b: string): boolean {
  const [left, right] = [decimalOf(a), decimalOf(b)];
  if (left.digits === right.digits && left.exponent === right.exponent) return true;
  return [left, right].some(isLong) && rounded(left) === rounded(right);
}

const BITS = 512;

/** So many digits fit into 512 bits. */
const isLong = ({ digits, exponent }: Decimal): boolean => !Number.isNaN(exponent) && String(digits).length > 153;

/** What 512 bits hold of a number, as text to be compared. */
function rounded({ digits, exponent }: Decimal): string {
  if (Number.isNaN(exponent) || Math.abs(exponent) > MOST_ZEROS) return "NaN";
  const numerator = digits < 0n ? -digits : digits;
  const above = numerator * scale(10n, exponent);
  const below = scale(10n, -exponent);
  // The quotient gets two bits more than it needs, and a third that says whether anything is left.
  const shift = BITS + 2 - (bitsOf(above) - bitsOf(below));
  const quotient = (above * scale(2n, shift)) / (below * scale(2n, -shift));
  const exact = quotient * below * scale(2n, -shift) === above * scale(2n, shift);
  return `${digits < 0n ? "-" : ""}${halfEven(quotient * 2n + (exact ? 0n : 1n), shift + 1)}`;
}

/** A mantissa brought to 512 bits, ties to even, with its power of two. */
function halfEven(mantissa: bigint, shift: number): string {
  const extra = BigInt(bitsOf(mantissa) - BITS);
  const [floor, half] = [mantissa >> extra, 1n << (extra - 1n)];
  const rest = mantissa - (floor << extra);
  const up = rest > half || (rest === half && floor % 2n === 1n);
  const kept = up ? floor + 1n : floor;
  const zeros = /0*$/.exec(kept.toString(2))?.[0].length ?? 0;
  return `${kept >> BigInt(zeros)}p${Number(extra) - shift + zeros}`;
}

const bitsOf = (number: bigint): number => number.toString(2).length;

/** `-1.50e3` → -15 × 10². */
function decimalOf(text: string): Decimal {
  const match = /^([+-]?)(?=\.?\d)(\d*)(?:\.(\d*))?(?:e([+-]?\d+))?$/i.exec(text);
  if (match === null) return { digits: 0n, exponent: NaN };
  const [, sign = "", whole = "", fraction = "", power = "0"] = match;
  const all = (whole + fraction).replace(/^0+/, "");
  const kept = all.replace(/0+$/, "");
  if (kept === "") return { digits: 0n, exponent: 0 };
  const exponent = Number(power) - fraction.length + (all.length - kept.length);
  return { digits: BigInt(sign === "-" ? `-${kept}` : kept), exponent };
}
