import { lastLines, readDhcpLog, readHttpLog } from "../../../../lib/provider/resources/installation/logs";

const guest = {
  name: "web",
  vmId: 102,
  mac: "bc:24:11:00:00:66",
  address: "10.20.0.12",
  nonce: "0".repeat(32),
  machine: "5f0c1f0e-7d3a-4c52-9d1e-0a5b6c7d8e9f",
};

describe("readDhcpLog", () => {
  it("keeps the guest's own lines, and forgets refusals once it has its address", () => {
    const lines = [
      "Nov 22 03:55:20 dnsmasq-dhcp[2]: 7 DHCPDISCOVER(eth0) BC:24:11:00:00:66 no address available",
      "Nov 22 03:55:21 dnsmasq-dhcp[2]: 8 DHCPDISCOVER(eth0) bc:24:11:00:00:77 ignored",
      "Nov 22 03:55:22 dnsmasq-dhcp[2]: 9 DHCPACK(eth0) 10.20.0.12 bc:24:11:00:00:66 web",
      "Nov 22 03:55:23 dnsmasq-dhcp[2]: 9 DHCPDISCOVER(eth0) bc:24:11:00:00:66 ignored",
    ];

    expect(readDhcpLog(lines.join("\n"), guest)).toEqual({
      lines: [lines[0], lines[2], lines[3]],
      hasAddress: true,
      refusals: 1,
    });
  });

  it("does not take another address for the guest's", () => {
    expect(readDhcpLog("DHCPACK(eth0) 10.20.0.120 bc:24:11:00:00:66", guest).hasAddress).toBe(false);
  });
});

describe("readHttpLog", () => {
  it("reads the requests of the guest's address, with and without quotes", () => {
    const lines = [
      '2026-11-22T03:55:24+00:00 10.20.0.12 "GET /boot.ipxe HTTP/1.1" 200 311',
      "2026-11-22T03:55:25+00:00 10.20.0.12 GET /tickets/102.ign 403",
      '2026-11-22T03:55:26+00:00 10.20.0.120 "GET /boot.ipxe HTTP/1.1" 200 311',
      "10.20.0.12",
    ];

    expect(readHttpLog(lines.join("\n"), guest)).toEqual([
      { line: lines[0], time: 1795319724, method: "GET", uri: "/boot.ipxe", status: 200 },
      { line: lines[1], time: 1795319725, method: "GET", uri: "/tickets/102.ign", status: 403 },
    ]);
  });
});

describe("lastLines", () => {
  it("shows the last lines, short, without what a terminal would obey", () => {
    expect(lastLines(`a\nb\r\u001b[31mc\n\n${"x".repeat(300)}\n`, 3)).toEqual(["b", "?[31mc", `${"x".repeat(199)}…`]);
  });
});
