import { check } from "../../lib/values/check";
import { ipv4Schema } from "../../lib/values/ipv4";

const codes = (value: string): readonly string[] => check(ipv4Schema, value, "test").map(({ code }) => code);

describe("ipv4Schema", () => {
  it.each(["10.20.0.12", "0.0.0.0", "255.255.255.255"])("accepts %s", (address) => {
    expect(codes(address)).toEqual([]);
  });

  it.each(["10.20.0", "10.20.0.256", "10.020.0.12", "10.20.0.12 ", "10.20.0.12\n", "::1", ""])(
    "refuses %j",
    (address) => {
      expect(codes(address)).toEqual(["ipv4/not-an-address"]);
    },
  );
});
