import { ConfigError } from "./config-error";

const KIB = 1024;
const MIB = KIB * 1024;
const GIB = MIB * 1024;
const TIB = GIB * 1024;

/** An amount of memory or storage. The unit is chosen where the number is written: `ByteSize.gib(20)`. */
export class ByteSize {
  private constructor(readonly bytes: number) {}

  static bytes(count: number): ByteSize {
    if (!Number.isSafeInteger(count) || count < 0) {
      throw new ConfigError([
        {
          code: "byte-size/not-a-size",
          severity: "error",
          path: [],
          what: "a size is a whole number of bytes, zero or more",
          got: String(count),
          fix: "use a smaller unit, such as ByteSize.mib(1536) for 1.5 GiB",
        },
      ]);
    }
    return new ByteSize(count);
  }

  static kib(count: number): ByteSize {
    return ByteSize.bytes(count * KIB);
  }

  static mib(count: number): ByteSize {
    return ByteSize.bytes(count * MIB);
  }

  static gib(count: number): ByteSize {
    return ByteSize.bytes(count * GIB);
  }

  static tib(count: number): ByteSize {
    return ByteSize.bytes(count * TIB);
  }

  /** In MiB; a fraction if it is not a whole number of them. */
  get mib(): number {
    return this.bytes / MIB;
  }

  /** In GiB; a fraction if it is not a whole number of them. */
  get gib(): number {
    return this.bytes / GIB;
  }

  /** In the largest unit that leaves no fraction: `20 GiB`. */
  toString(): string {
    const units: readonly (readonly [string, number])[] = [
      ["TiB", TIB],
      ["GiB", GIB],
      ["MiB", MIB],
      ["KiB", KIB],
    ];
    const [unit, size] = units.find(([, bytes]) => this.bytes > 0 && this.bytes % bytes === 0) ?? ["B", 1];
    return `${this.bytes / size} ${unit}`;
  }
}
