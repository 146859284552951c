import type { DhcpConfig, GuestExtension, ProxyConfig, Subnet } from "../../lib/dnsmasq/schema";

export const aSubnet: Subnet = {
  network: "10.20.0.0",
  netmask: "255.255.255.0",
  leaseTime: "1h",
  router: "10.20.0.1",
  dnsServers: ["10.20.0.1", "9.9.9.9"],
  domain: "lab.example",
};

export const aConfig: DhcpConfig = {
  mode: "dhcp",
  interfaces: ["ens18"],
  subnets: [aSubnet],
  boot: {
    script: "http://10.20.0.2/boot.ipxe",
    tftp: { root: "/usr/lib/ipxe", bios: "undionly.kpxe", uefi: "snponly.efi" },
  },
  guests: { form: "directories", hosts: "/srv/dhcp/hosts", options: "/srv/dhcp/options" },
  leaseFile: "/srv/log/dnsmasq.leases",
  logFile: "/srv/log/dnsmasq.log",
};

/** Two subnets with all that they can have, and every kind of firmware. */
export const aLargeConfig: DhcpConfig = {
  mode: "dhcp",
  interfaces: ["ens18", "lan*"],
  exceptInterfaces: ["lan9"],
  binding: "static",
  authoritative: false,
  clients: "all",
  subnets: [
    {
      name: "servers",
      network: "10.20.0.0",
      netmask: "255.255.255.0",
      interface: "ens18",
      leaseTime: "1h",
      router: "10.20.0.1",
      dnsServers: ["10.20.0.1", "9.9.9.9"],
      ntpServers: ["10.20.0.1"],
      domain: "servers.example",
      searchDomains: ["servers.example", "example"],
      mtu: 1450,
    },
    {
      name: "desks",
      network: "10.30.0.0",
      netmask: "255.255.254.0",
      leaseTime: "1d",
      pools: [
        { first: "10.30.0.10", last: "10.30.0.99" },
        { first: "10.30.1.10", last: "10.30.1.99", leaseTime: "infinite" },
      ],
    },
  ],
  boot: {
    script: "http://10.20.0.2/boot.ipxe",
    tftp: {
      server: "10.20.0.3",
      bios: "undionly.kpxe",
      uefi: "x64/snponly.efi",
      uefi32: "ia32/snponly.efi",
      uefiArm64: "arm64/snponly.efi",
    },
    http: {
      uefi: "http://10.20.0.2/x64/snponly.efi",
      uefi32: "http://10.20.0.2/ia32/snponly.efi",
      uefiArm64: "http://boot.example:8080/arm64/snponly.efi",
    },
  },
  guests: { form: "files", directory: "/etc/dnsmasq.d" },
  reservations: [{ mac: "bc:24:11:00:00:01", address: "10.20.0.5", hostname: "printer" }],
  leaseFile: "/var/lib/dnsmasq.leases",
  noPing: true,
};

export const aProxyConfig: ProxyConfig = {
  mode: "proxy",
  interfaces: ["ens18"],
  networks: [{ network: "10.20.0.0", netmask: "255.255.255.0" }],
  boot: {
    script: "http://10.20.0.2/boot.ipxe",
    tftp: { root: "/srv/tftp", bios: "undionly.kpxe", uefi: "snponly.efi" },
    http: { uefi: "http://10.20.0.2/snponly.efi" },
  },
  leaseFile: "/var/lib/dnsmasq.leases",
  logFile: "/var/log/dnsmasq.log",
};

export const aGuest: GuestExtension = {
  mac: "bc:24:11:00:00:66",
  address: "10.20.0.12",
  hostname: "web",
  ignitionFile: "102.ign",
  installDisk: "/dev/disk/by-path/pci-0000:00:0a.0",
};
