import { check } from "../../lib/values/check";
import { macAddressSchema, upperCaseMac } from "../../lib/values/mac-address";

const codes = (value: string): readonly string[] => check(macAddressSchema, value, "test").map(({ code }) => code);

describe("macAddressSchema", () => {
  it.each(["BC:24:11:00:00:66", "bc:24:11:00:00:66", "02:00:00:00:00:01"])("accepts %s", (mac) => {
    expect(codes(mac)).toEqual([]);
  });

  it.each(["BC-24-11-00-00-66", "BC:24:11:00:00", "BC:24:11:00:00:6G", "BC:24:11:00:00:66\n", ""])(
    "refuses %j",
    (mac) => {
      expect(codes(mac)).toEqual(["mac-address/not-a-mac"]);
    },
  );

  it.each(["01:00:5E:00:00:01", "FF:FF:FF:FF:FF:FF", "00:00:00:00:00:00"])(
    "refuses %s, which no machine can have",
    (mac) => {
      expect(codes(mac)).toEqual(["mac-address/not-unicast"]);
    },
  );

  it("is written in upper case", () => {
    expect(upperCaseMac("bc:24:11:00:00:66")).toBe("BC:24:11:00:00:66");
  });
});
