import fc from "fast-check";
import { ConfigError } from "../../lib/values/config-error";
import { Cidr } from "../../lib/values/subnet";

const address = fc.tuple(fc.nat(255), fc.nat(255), fc.nat(255), fc.nat(255)).map((parts) => parts.join("."));

describe("Cidr", () => {
  it("knows its first and last address, its netmask and its size", () => {
    const network = Cidr.parse("10.20.4.0/22");

    expect([network.network, network.broadcast, network.netmask, network.size, network.prefix]).toEqual([
      "10.20.4.0",
      "10.20.7.255",
      "255.255.252.0",
      1024,
      22,
    ]);
  });

  it("knows the addresses that hosts may have", () => {
    const network = Cidr.parse("10.20.0.0/24");

    expect(
      ["10.20.0.0", "10.20.0.1", "10.20.0.254", "10.20.0.255", "10.20.1.1", "x"].map((a) => network.isHost(a)),
    ).toEqual([false, true, true, false, false, false]);
  });

  it("lets both addresses of a /31 be hosts", () => {
    expect(["10.0.0.0", "10.0.0.1"].map((a) => Cidr.parse("10.0.0.0/31").isHost(a))).toEqual([true, true]);
  });

  it("counts to its last address", () => {
    expect([Cidr.parse("10.20.0.0/24").nth(2), Cidr.parse("0.0.0.0/0").nth(2 ** 32 - 1)]).toEqual([
      "10.20.0.2",
      "255.255.255.255",
    ]);
  });

  it("refuses to count beyond it", () => {
    expect(() => Cidr.parse("10.20.0.0/30").nth(4)).toThrow("subnet/full");
  });

  it("writes what it reads, and holds its own first and last address", () => {
    fc.assert(
      fc.property(address, fc.nat(32), (text, prefix) => {
        const host = Cidr.parse(`${text}/32`);
        const wide = networkOf(host.nth(0), prefix);
        const network = Cidr.parse(wide);

        expect(network.toString()).toBe(wide);
        expect(network.contains(text) && network.contains(network.network) && network.contains(network.broadcast)).toBe(
          true,
        );
      }),
    );
  });

  it.each(["10.20.0.0", "10.20.0.0/33", "10.20.0/24", "10.20.0.256/24", "010.0.0.0/8", "10.0.0.0/8\n", "", "::/0"])(
    "refuses %p",
    (text) => {
      expect(() => Cidr.parse(text)).toThrow(ConfigError);
      expect(() => Cidr.parse(text)).toThrow("subnet/not-a-cidr");
    },
  );

  it("refuses a network with bits of the host part, and names the right one", () => {
    expect(() => Cidr.parse("10.20.0.5/24")).toThrow(/^subnet\/host-bits[^]*fix: write 10\.20\.0\.0\/24$/);
  });
});

/** The network around an address, found by the message that names it. */
function networkOf(address: string, prefix: number): string {
  try {
    return Cidr.parse(`${address}/${prefix}`).toString();
  } catch (error) {
    return /fix: write (\S+)$/.exec(error instanceof Error ? error.message : "")?.[1] ?? "";
  }
}
