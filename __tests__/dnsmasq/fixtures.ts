import type { DnsmasqConfig, GuestExtension } from "../../lib/dnsmasq/schema";

export const aConfig: DnsmasqConfig = {
  interface: "ens18",
  network: "10.20.0.0",
  netmask: "255.255.255.0",
  router: "10.20.0.1",
  dnsServers: ["10.20.0.1", "9.9.9.9"],
  domain: "lab.example",
  leaseTime: "1h",
  server: "10.20.0.2",
  bootFiles: { root: "/usr/lib/ipxe", bios: "undionly.kpxe", uefi: "snponly.efi" },
  hostsDirectory: "/srv/dhcp/hosts",
  optionsDirectory: "/srv/dhcp/options",
  leaseFile: "/srv/log/dnsmasq.leases",
  logFile: "/srv/log/dnsmasq.log",
};

export const aGuest: GuestExtension = {
  mac: "bc:24:11:00:00:66",
  address: "10.20.0.12",
  hostname: "web",
  ignitionFile: "102.ign",
  installDisk: "/dev/disk/by-path/pci-0000:00:0a.0",
};
