import fc from "fast-check";
import { renderConfig, renderExtension } from "../../lib/dnsmasq/render";
import type { DnsmasqConfig, GuestExtension } from "../../lib/dnsmasq/schema";
import { validateConfig, validateExtension } from "../../lib/dnsmasq/validate";
import { Late } from "../../lib/values/late";
import { hostile } from "../units/hostile";
import { aConfig, aGuest } from "./fixtures";

describe("validateExtension", () => {
  it("finds nothing wrong with a sound guest, or one of which nothing is known yet", () => {
    const late = Object.fromEntries(Object.keys(aGuest).map((key) => [key, Late.token("${x}")]));

    expect(validateExtension(aGuest)).toEqual([]);
    expect(validateExtension(late as unknown as GuestExtension)).toEqual([]);
  });

  it.each([
    ["mac", "01:00:5e:00:00:01", "mac-address/not-unicast"],
    ["address", "10.20.0.300", "ipv4/not-an-address"],
    ["hostname", "web,set:known", "host-name/not-a-label"],
    ["hostname", "web\ndhcp-script=/bin/sh", "host-name/not-a-label"],
    ["ignitionFile", '102.ign"', "dnsmasq/invalid-value"],
    ["ignitionFile", "../102.ign", "dnsmasq/invalid-value"],
    ["installDisk", "/dev/vda\nport=53", "dnsmasq/invalid-value"],
    ["installDisk", "vda", "dnsmasq/invalid-value"],
  ])("refuses a %s of %j", (key, value, code) => {
    expect(validateExtension({ ...aGuest, [key]: value })).toEqual([expect.objectContaining({ code, path: [key] })]);
  });

  it("refuses what it does not know, and what is missing", () => {
    expect(
      validateExtension({ ...aGuest, mac: undefined, vlan: 5 } as never).map(({ code, path }) => [code, path]),
    ).toEqual([
      ["dnsmasq/invalid-type", ["mac"]],
      ["dnsmasq/unrecognized-keys", []],
    ]);
  });
});

describe("validateConfig", () => {
  it("finds nothing wrong with a sound configuration", () => {
    expect(validateConfig(aConfig)).toEqual([]);
  });

  it.each([
    ["interface", "ens18,lo"],
    ["leaseTime", "1h\nport=53"],
    ["hostsDirectory", "hosts"],
    ["logFile", "/srv/log/a#b"],
  ])("refuses a %s of %j", (key, value) => {
    expect(validateConfig({ ...aConfig, [key]: value })).toEqual([
      expect.objectContaining({ code: "dnsmasq/invalid-value", path: [key] }),
    ]);
  });
});

describe("any text", () => {
  const lines = (text: string): number => text.split("\n").length;

  it.each(Object.keys(aGuest))("as %s of a guest is refused or adds no line", (key) => {
    fc.assert(
      fc.property(hostile, (text) => {
        const guest = { ...aGuest, [key]: text };
        if (validateExtension(guest).length === 0) expect(lines(renderExtension(guest))).toBe(4);
      }),
    );
  });

  it.each(Object.keys(aConfig).filter((key) => typeof aConfig[key as keyof DnsmasqConfig] === "string"))(
    "as %s of the configuration is refused or adds no line",
    (key) => {
      const expected = lines(renderConfig(aConfig));
      fc.assert(
        fc.property(hostile, (text) => {
          const config = { ...aConfig, [key]: text };
          if (validateConfig(config).length === 0) expect(lines(renderConfig(config))).toBe(expected);
        }),
      );
    },
  );
});
