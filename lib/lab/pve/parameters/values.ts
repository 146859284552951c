/** Checked parameters of one call. */
export class Values {
  constructor(private readonly values: ReadonlyMap<string, string | number>) {}

  /** A text that the declaration requires. */
  text(name: string): string {
    return String(this.require(name));
  }

  optionalText(name: string): string | undefined {
    const value = this.values.get(name);
    return value === undefined ? undefined : String(value);
  }

  number(name: string): number {
    return Number(this.require(name));
  }

  optionalNumber(name: string): number | undefined {
    const value = this.values.get(name);
    return value === undefined ? undefined : Number(value);
  }

  /** Whether a boolean was given and is true. */
  flag(name: string): boolean {
    return this.values.get(name) === 1;
  }

  /** Whether it was given at all. */
  has(name: string): boolean {
    return this.values.has(name);
  }

  list(name: string): string[] {
    return (this.optionalText(name) ?? "").split(/[,;\s]+/).filter((item) => item !== "");
  }

  entries(): [string, string | number][] {
    return [...this.values];
  }

  private require(name: string): string | number {
    const value = this.values.get(name);
    if (value === undefined) {
      throw new Error(`the declaration of this call lacks ${name}`);
    }
    return value;
  }
}
