/**
 * What a resource keeps for itself between calls: in the state file, but shown to nobody. No place for secrets.
 *
 * What `create` and `update` set is kept; so is what `read` sets. What `plan` sets is there when the plan is applied.
 */
export interface PrivateState {
  get(key: string): string | undefined;
  /** @param value null removes it */
  set(key: string, value: string | null): void;
}

/** Private state as OpenTofu carries it. Bytes that are not ours are handed on as long as nothing is set. */
export class CarriedState implements PrivateState {
  private entries: Readonly<Record<string, string>> | undefined;

  constructor(private carried: Uint8Array = new Uint8Array()) {}

  get(key: string): string | undefined {
    const entries = this.read();
    return Object.hasOwn(entries, key) ? entries[key] : undefined;
  }

  set(key: string, value: string | null): void {
    const others = Object.entries(this.read()).filter(([name]) => name !== key);
    this.entries = Object.fromEntries(value === null ? others : [...others, [key, value]]);
    this.carried = others.length === 0 && value === null ? new Uint8Array() : Buffer.from(JSON.stringify(this.entries));
  }

  /** To be kept until the next call. */
  get bytes(): Uint8Array {
    return this.carried;
  }

  private read(): Readonly<Record<string, string>> {
    return (this.entries ??= entriesOf(this.carried));
  }
}

function entriesOf(bytes: Uint8Array): Readonly<Record<string, string>> {
  try {
    const json: unknown = JSON.parse(Buffer.from(bytes).toString("utf8"));
    const ours = typeof json === "object" && json !== null && Object.values(json).every((x) => typeof x === "string");
    return ours ? (json as Record<string, string>) : {};
  } catch {
    return {};
  }
}
