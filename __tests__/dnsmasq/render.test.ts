import { renderConfig, renderExtension, renderHostFile, renderOptionsFile } from "../../lib/dnsmasq/render";
import { Late } from "../../lib/values/late";
import { aConfig, aGuest } from "./fixtures";

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
    const none = { router: undefined, dnsServers: undefined, domain: undefined, bootFiles: undefined };

    expect(renderConfig({ ...aConfig, ...none, noPing: true })).toBe(`port=0
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

  it("refuses what is still late", () => {
    expect(() => renderConfig({ ...aConfig, server: Late.token("${address}") })).toThrow(
      "dnsmasq/late-value at server",
    );
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
