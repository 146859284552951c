/**
 * Numbers of OpenTofu have any size and precision; resources see doubles. So a number is let in only if its shortest
 * decimal form says exactly what was sent: anything else would come back changed, which OpenTofu takes for a bug.
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

const scale = (base: bigint, exponent: number): bigint => (exponent > 0 ? base ** BigInt(exponent) : 1n);

function binaryOf(number: number): { mantissa: bigint; power: number } {
  let [mantissa, power] = [number, 0];
  // Doubling is exact; a subnormal double needs it 1074 times.
  while (!Number.isInteger(mantissa) && power > -1074) [mantissa, power] = [mantissa * 2, power - 1];
  return { mantissa: BigInt(mantissa), power };
}

const sameDecimal = (a: string, b: string): boolean => {
  const [left, right] = [decimalOf(a), decimalOf(b)];
  return left.digits === right.digits && left.exponent === right.exponent;
};

/** `-1.50e3` → -15 × 10². */
function decimalOf(text: string): { digits: bigint; exponent: number } {
  const match = /^([+-]?)(?=\.?\d)(\d*)(?:\.(\d*))?(?:e([+-]?\d+))?$/i.exec(text);
  if (match === null) return { digits: 0n, exponent: NaN };
  const [, sign = "", whole = "", fraction = "", power = "0"] = match;
  const all = (whole + fraction).replace(/^0+/, "");
  const kept = all.replace(/0+$/, "");
  if (kept === "") return { digits: 0n, exponent: 0 };
  const exponent = Number(power) - fraction.length + (all.length - kept.length);
  return { digits: BigInt(sign === "-" ? `-${kept}` : kept), exponent };
}
