import type { Lease } from "./dhcp-client";

/** iPXE's settings: those of the script, those that DHCP gave, and what it knows of its machine. */
export class IpxeSettings {
  private readonly values = new Map<string, string>();
  private readonly numbers = new Set<string>();

  constructor(lease: Lease, uuid?: string) {
    const known: Record<string, string | undefined> = {
      uuid,
      mac: lease.nic.mac,
      ip: lease.address,
      gateway: lease.options.get("3"),
      dns: lease.options.get("6"),
      hostname: lease.hostname,
      filename: lease.bootFile,
      "next-server": lease.server,
      "dhcp-server": lease.server,
    };
    for (const [name, value] of Object.entries(known)) if (value !== undefined) this.values.set(name, value);
    for (const [name, value] of lease.options) this.values.set(name, value);
  }

  get(name: string): string | undefined {
    const plain = name.replace(/^net[0-9X](\.dhcp)?\//, "");
    const [setting = "", type = "string"] = plain.split(":");
    const value = this.values.get(setting);
    if (value === undefined) return undefined;
    switch (type) {
      case "uristring":
        return encodeURIComponent(value);
      case "hexhyp":
        return setting === "mac" ? value.replaceAll(":", "-") : hex(value, "-");
      case "hex":
        return hex(value, ":");
      case "hexraw":
        return hex(value, "");
      default:
        return value;
    }
  }

  /** A name may say its type: only one that says `int…` is a number. */
  set(name: string, value: string): void {
    const [setting = name, type = "string"] = name.split(":");
    this.values.set(setting, value);
    if (/^u?int\d+$/.test(type)) this.numbers.add(setting);
    else this.numbers.delete(setting);
  }

  clear(name: string): void {
    this.values.delete(name);
    this.numbers.delete(name);
  }

  /** Adds to a number; one that is not set is zero. */
  increase(name: string, by: number): void {
    const value = this.values.get(name);
    if (value !== undefined && !this.numbers.has(name)) {
      throw new Error(`Could not store "${name}": Operation not supported`);
    }
    this.set(`${name}:int32`, String(Number(value ?? 0) + by));
  }

  /** Puts settings in, the innermost `${…}` first; one that is not set is empty. */
  expand(text: string): string {
    let expanded = text;
    for (let round = 0; round < 8 && /\$\{[^{}$]*\}/.test(expanded); round += 1) {
      expanded = expanded.replace(/\$\{([^{}$]*)\}/g, (_whole, name: string) => this.get(name) ?? "");
    }
    return expanded;
  }
}

function hex(value: string, separator: string): string {
  return [...Buffer.from(value)].map((byte) => byte.toString(16).padStart(2, "0")).join(separator);
}
