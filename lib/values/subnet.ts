import { ConfigError } from "./config-error";
import { shorten } from "./check";

const FORM = /^(\d{1,3}(?:\.\d{1,3}){3})\/(\d{1,2})$/;

/** An IPv4 network in CIDR form, such as `10.20.0.0/24`, and the sums one does with it. */
export class Cidr {
  private constructor(
    private readonly base: number,
    /** Length of the network part, in bits. */
    readonly prefix: number,
  ) {}

  /** @throws ConfigError unless it is a network address with its prefix: `10.20.0.5/24` is refused */
  static parse(text: string): Cidr {
    const [, address = "", bits = ""] = FORM.exec(text) ?? [];
    const base = numberOf(address);
    const prefix = Number(bits);
    if (base === undefined || bits === "" || prefix > 32) {
      throw refused("subnet/not-a-cidr", text, "this is not an IPv4 network", "write it as 10.20.0.0/24");
    }
    const network = new Cidr(mask(base, prefix), prefix);
    if (network.base !== base) {
      throw refused("subnet/host-bits", text, "bits of the host part are set", `write ${network.toString()}`);
    }
    return network;
  }

  /** First address, which names the network: `10.20.0.0`. */
  get network(): string {
    return textOf(this.base);
  }

  /** Last address, to which every host listens: `10.20.0.255`. */
  get broadcast(): string {
    return textOf(this.base + this.size - 1);
  }

  /** `255.255.255.0`. */
  get netmask(): string {
    return textOf(mask(0xffffffff, this.prefix));
  }

  /** How many addresses it holds, the first and the last included. */
  get size(): number {
    return 2 ** (32 - this.prefix);
  }

  contains(address: string): boolean {
    const number = numberOf(address);
    return number !== undefined && mask(number, this.prefix) === this.base;
  }

  /** Whether a host may have this address: within the network, and neither its first nor its last. */
  isHost(address: string): boolean {
    return this.contains(address) && (this.prefix > 30 || (address !== this.network && address !== this.broadcast));
  }

  /** The address `index` after the first: `nth(2)` of `10.20.0.0/24` is `10.20.0.2`. */
  nth(index: number): string {
    if (!Number.isInteger(index) || index < 0 || index >= this.size) {
      throw refused("subnet/full", this.toString(), `there is no address number ${index} in it`, "use a larger subnet");
    }
    return textOf(this.base + index);
  }

  toString(): string {
    return `${this.network}/${this.prefix}`;
  }
}

function mask(address: number, prefix: number): number {
  const hosts = 2 ** (32 - prefix);
  return address - (address % hosts);
}

function numberOf(address: string): number | undefined {
  const parts = address.split(".");
  const sound = parts.length === 4 && parts.every((part) => /^(0|[1-9]\d{0,2})$/.test(part) && Number(part) <= 255);
  return sound ? parts.reduce((sum, part) => sum * 256 + Number(part), 0) : undefined;
}

function textOf(address: number): string {
  return [24, 16, 8, 0].map((shift) => Math.floor(address / 2 ** shift) % 256).join(".");
}

function refused(code: string, got: string, what: string, fix: string): ConfigError {
  return new ConfigError([{ code, severity: "error", path: [], what, got: shorten(got), fix }]);
}
