import { renderConfig, renderExtension, renderHostFile, renderOptionsFile } from "../../lib/dnsmasq/render";
import { Late } from "../../lib/values/late";
import { aConfig, aGuest, aLargeConfig, aProxyConfig } from "./fixtures";

describe("renderConfig", () => {
  it("writes the base configuration", () => {
    expect(renderConfig(aConfig)).toBe(`port=0
interface=ens18
bind-dynamic
dhcp-authoritative
dhcp-range=10.20.0.0,static,255.255.255.0,1h
dhcp-ignore=tag:!known
dhcp-option=option:router,10.20.0.1
dhcp-option=option:dns-server,10.20.0.1,9.9.9.9
domain=lab.example
dhcp-match=set:ipxe,175
dhcp-boot=tag:ipxe,http://10.20.0.2/boot.ipxe
enable-tftp
tftp-root=/usr/lib/ipxe
dhcp-match=set:bios,option:client-arch,0
dhcp-match=set:uefi,option:client-arch,7
dhcp-match=set:uefi,option:client-arch,9
dhcp-boot=tag:!ipxe,tag:bios,undionly.kpxe
dhcp-boot=tag:!ipxe,tag:uefi,snponly.efi
dhcp-hostsdir=/srv/dhcp/hosts
dhcp-optsdir=/srv/dhcp/options
dhcp-leasefile=/srv/log/dnsmasq.leases
log-dhcp
log-facility=/srv/log/dnsmasq.log
`);
  });

  it("tells guests of no router and no name server where there is none, and does not name itself instead", () => {
    const subnet = { network: "10.20.0.0", netmask: "255.255.255.0", leaseTime: "1h" };

    expect(
      renderConfig({ ...aConfig, subnets: [subnet], boot: { script: "http://10.20.0.2/boot.ipxe" }, noPing: true }),
    ).toBe(`port=0
interface=ens18
bind-dynamic
dhcp-authoritative
dhcp-range=10.20.0.0,static,255.255.255.0,1h
dhcp-ignore=tag:!known
dhcp-option=option:router
dhcp-option=option:dns-server
no-ping
dhcp-match=set:ipxe,175
dhcp-boot=tag:ipxe,http://10.20.0.2/boot.ipxe
dhcp-hostsdir=/srv/dhcp/hosts
dhcp-optsdir=/srv/dhcp/options
dhcp-leasefile=/srv/log/dnsmasq.leases
log-dhcp
log-facility=/srv/log/dnsmasq.log
`);
  });

  it("tells several subnets apart by tags, and every kind of firmware by its number", () => {
    expect(renderConfig(aLargeConfig)).toBe(`port=0
interface=ens18
interface=lan*
except-interface=lan9
bind-interfaces
dhcp-range=tag:ens18,set:subnet_servers,10.20.0.0,static,255.255.255.0,1h
dhcp-range=set:subnet_desks,10.30.0.10,10.30.0.99,255.255.254.0,1d
dhcp-range=set:subnet_desks,10.30.1.10,10.30.1.99,255.255.254.0,infinite
dhcp-option=tag:subnet_servers,option:router,10.20.0.1
dhcp-option=tag:subnet_servers,option:dns-server,10.20.0.1,9.9.9.9
dhcp-option=tag:subnet_servers,option:ntp-server,10.20.0.1
domain=servers.example,10.20.0.0/24
dhcp-option=tag:subnet_servers,option:domain-search,servers.example,example
dhcp-option=tag:subnet_servers,option:mtu,1450
dhcp-option=tag:subnet_desks,option:router
dhcp-option=tag:subnet_desks,option:dns-server
no-ping
dhcp-match=set:ipxe,175
dhcp-boot=tag:ipxe,http://10.20.0.2/boot.ipxe
dhcp-match=set:bios,option:client-arch,0
dhcp-match=set:uefi,option:client-arch,7
dhcp-match=set:uefi,option:client-arch,9
dhcp-match=set:uefi32,option:client-arch,6
dhcp-match=set:uefi-arm64,option:client-arch,11
dhcp-boot=tag:!ipxe,tag:bios,undionly.kpxe,,10.20.0.3
dhcp-boot=tag:!ipxe,tag:uefi,x64/snponly.efi,,10.20.0.3
dhcp-boot=tag:!ipxe,tag:uefi32,ia32/snponly.efi,,10.20.0.3
dhcp-boot=tag:!ipxe,tag:uefi-arm64,arm64/snponly.efi,,10.20.0.3
dhcp-match=set:http-uefi,option:client-arch,16
dhcp-option-force=tag:http-uefi,option:vendor-class,HTTPClient
dhcp-boot=tag:!ipxe,tag:http-uefi,http://10.20.0.2/x64/snponly.efi
dhcp-match=set:http-uefi32,option:client-arch,15
dhcp-option-force=tag:http-uefi32,option:vendor-class,HTTPClient
dhcp-boot=tag:!ipxe,tag:http-uefi32,http://10.20.0.2/ia32/snponly.efi
dhcp-match=set:http-uefi-arm64,option:client-arch,19
dhcp-option-force=tag:http-uefi-arm64,option:vendor-class,HTTPClient
dhcp-boot=tag:!ipxe,tag:http-uefi-arm64,http://boot.example:8080/arm64/snponly.efi
dhcp-host=BC:24:11:00:00:01,10.20.0.5,printer
conf-dir=/etc/dnsmasq.d,*.conf
dhcp-leasefile=/var/lib/dnsmasq.leases
log-dhcp
`);
  });

  it("lends nothing beside another server, and offers firmware a menu of one entry", () => {
    expect(renderConfig(aProxyConfig)).toBe(`port=0
interface=ens18
bind-dynamic
dhcp-range=10.20.0.0,proxy,255.255.255.0
dhcp-match=set:ipxe,175
dhcp-boot=tag:ipxe,http://10.20.0.2/boot.ipxe
enable-tftp
tftp-root=/srv/tftp
pxe-service=tag:!ipxe,0,"Network boot",undionly.kpxe
pxe-service=tag:!ipxe,7,"Network boot",snponly.efi
pxe-service=tag:!ipxe,9,"Network boot",snponly.efi
dhcp-pxe-vendor=PXEClient,HTTPClient
dhcp-match=set:http-uefi,option:client-arch,16
dhcp-boot=tag:!ipxe,tag:http-uefi,http://10.20.0.2/snponly.efi
dhcp-leasefile=/var/lib/dnsmasq.leases
log-dhcp
log-facility=/var/log/dnsmasq.log
`);
  });

  it("answers iPXE alone beside another server where there are no files for firmware", () => {
    const script = "http://10.20.0.2/boot.ipxe";

    expect(renderConfig({ ...aProxyConfig, boot: { script } })).toBe(`port=0
interface=ens18
bind-dynamic
dhcp-range=10.20.0.0,proxy,255.255.255.0
dhcp-match=set:ipxe,175
dhcp-boot=tag:ipxe,http://10.20.0.2/boot.ipxe
pxe-prompt="Network boot",0
dhcp-leasefile=/var/lib/dnsmasq.leases
log-dhcp
log-facility=/var/log/dnsmasq.log
`);
  });

  it("refuses what is still late", () => {
    const script = ["http://", Late.token("${address}"), "/boot.ipxe"];

    expect(() => renderConfig({ ...aConfig, boot: { script } })).toThrow("dnsmasq/late-value at boot.script[1]");
  });
});

describe("a guest's extension", () => {
  it("is one host line in the hosts directory", () => {
    expect(renderHostFile(aGuest)).toBe("BC:24:11:00:00:66,set:webtag,10.20.0.12,web\n");
  });

  it("is two option lines in the options directory", () => {
    expect(renderOptionsFile(aGuest)).toBe(
      'tag:webtag,encap:128,2,"102.ign"\ntag:webtag,encap:128,3,"/dev/disk/by-path/pci-0000:00:0a.0"\n',
    );
  });

  it("is three lines where it is one file", () => {
    expect(renderExtension(aGuest)).toBe(`dhcp-host=BC:24:11:00:00:66,set:webtag,10.20.0.12,web
dhcp-option=tag:webtag,encap:128,2,"102.ign"
dhcp-option=tag:webtag,encap:128,3,"/dev/disk/by-path/pci-0000:00:0a.0"
`);
  });

  it.each([renderHostFile, renderOptionsFile, renderExtension])("is not written while a value is late", (render) => {
    expect(() => render({ ...aGuest, hostname: Late.token("${name}") })).toThrow("dnsmasq/late-value at hostname");
  });
});
