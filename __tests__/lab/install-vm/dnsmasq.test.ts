import { readDnsmasqConfig, splitFields, watchedLines } from "../../../lib/lab/install-vm/dnsmasq-config";
import { readHost } from "../../../lib/lab/install-vm/dnsmasq-host";
import { startDnsmasq } from "../../../lib/lab/install-vm/dnsmasq-server";
import { newDirectory } from "../../../lib/lab/machine/file-tree";
import { FileView } from "../../../lib/lab/machine/file-view";
import type { DhcpReply } from "../../../lib/lab/network/dhcp";
import { dnsmasqConf } from "../world/install-config";

const nic = { key: "net0", name: "ens18", mac: "bc:24:11:00:00:02", bridge: "vmbr1" };

function files(config = dnsmasqConf("10.20.0.2")): FileView {
  const view = new FileView(newDirectory());
  for (const path of ["/etc", "/srv/dhcp/hosts", "/srv/dhcp/options", "/srv/log"]) view.makeDirectories(path);
  view.write("/etc/dnsmasq.conf", Buffer.from(config));
  view.write("/srv/dhcp/hosts/102", Buffer.from("BC:24:11:00:00:66,set:webtag,10.20.0.12,web\n"));
  view.write(
    "/srv/dhcp/options/102",
    Buffer.from('tag:webtag,encap:128,2,"102.ign"\ntag:webtag,encap:128,3,"/dev/vda"\n'),
  );
  view.write("/srv/dhcp/options/103", Buffer.from('tag:othertag,encap:128,2,"103.ign"\n'));
  return view;
}

function ask(view: FileView, mac = "bc:24:11:00:00:66", options = [93, 175]): DhcpReply | undefined {
  const vendorClass = "PXEClient:Arch:00000:UNDI:002001";
  return startDnsmasq(view, [nic], "10.20.0.2").serverFor(nic).answer({ mac, vendorClass, architecture: 0, options });
}

const log = (view: FileView): string[] =>
  (view.text("/srv/log/dnsmasq.log") ?? "")
    .split("\n")
    .map((line) => line.replace(/^\w+ +\d+ [\d:]+ (\S+\[1\]: )(\d{5,} )?/, ""));

describe("readDnsmasqConfig", () => {
  it("reads keywords and values", () => {
    expect(readDnsmasqConfig("# no\nport=0\n\nlog-dhcp\ndhcp-option=option:router # none\n", "f")).toEqual([
      { keyword: "port", value: "0" },
      { keyword: "log-dhcp", value: "" },
      { keyword: "dhcp-option", value: "option:router" },
    ]);
  });

  it.each([
    ["dhcp-optdir=/x", "bad option at line 1 of f"],
    ["port=0\nlog-dhcp=1", "extraneous parameter at line 2 of f"],
    ["interface=", "missing parameter at line 1 of f"],
  ])("refuses %j", (text, message) => {
    expect(() => readDnsmasqConfig(text, "f")).toThrow(message);
  });
});

describe("splitFields", () => {
  it.each([
    ["a, b,c", ["a", "b", "c"]],
    ['encap:128,2,"a,b\\"c"', ["encap:128", "2", 'a,b"c']],
    ["", [""]],
  ])("splits %j into %j", (text, fields) => {
    expect(splitFields(text)).toEqual(fields);
  });
});

describe("readHost", () => {
  it("reads the parts in any order", () => {
    expect(readHost("BC:24:11:00:00:66,set:webtag,10.20.0.12,web,1h")).toEqual({
      macs: ["BC:24:11:00:00:66"],
      tags: ["webtag"],
      address: "10.20.0.12",
      hostname: "web",
      ignore: false,
    });
  });
});

describe("watchedLines", () => {
  it("leaves out hidden files and editors' leftovers", () => {
    const view = files();
    for (const name of [".new", "a~", "#b#"]) view.write(`/srv/dhcp/hosts/${name}`, Buffer.from("x\n"));

    expect(watchedLines(view, "/srv/dhcp/hosts")).toEqual(["BC:24:11:00:00:66,set:webtag,10.20.0.12,web"]);
  });
});

describe("startDnsmasq", () => {
  it("gives a known machine its lease, its own options and the boot script", () => {
    const view = files();

    expect(ask(view)).toEqual({
      address: "10.20.0.12",
      server: "10.20.0.2",
      hostname: "web",
      bootFile: "http://10.20.0.2/boot.ipxe",
      options: new Map([
        ["3", "10.20.0.1"],
        ["128.2", "102.ign"],
        ["128.3", "/dev/vda"],
      ]),
    });
    expect(log(view)).toEqual([
      "started, version 2.91 DNS disabled",
      "vendor class: PXEClient:Arch:00000:UNDI:002001",
      "DHCPDISCOVER(ens18) bc:24:11:00:00:66",
      "tags: webtag, known, ipxe, ens18",
      "DHCPOFFER(ens18) 10.20.0.12 bc:24:11:00:00:66",
      "DHCPREQUEST(ens18) 10.20.0.12 bc:24:11:00:00:66",
      "bootfile name: http://10.20.0.2/boot.ipxe",
      "DHCPACK(ens18) 10.20.0.12 bc:24:11:00:00:66 web",
      "",
    ]);
  });

  it("gives no boot file to what is not iPXE", () => {
    expect(ask(files(), undefined, [93])?.bootFile).toBeUndefined();
  });

  it("ignores an unknown machine", () => {
    const view = files();

    expect(ask(view, "bc:24:11:00:00:67")).toBeUndefined();
    expect(log(view)).toContain("DHCPDISCOVER(ens18) bc:24:11:00:00:67 ignored");
  });

  it("has no address for an unknown machine where none is ignored", () => {
    const view = files(dnsmasqConf("10.20.0.2").replace("dhcp-ignore=tag:!known\n", ""));

    expect(ask(view, "bc:24:11:00:00:67")).toBeUndefined();
    expect(log(view)).toContain("DHCPDISCOVER(ens18) bc:24:11:00:00:67 no address available");
  });

  it("has no address outside its range", () => {
    const view = files();
    view.write("/srv/dhcp/hosts/102", Buffer.from("BC:24:11:00:00:66,10.30.0.12\n"));

    expect(ask(view)).toBeUndefined();
  });

  it("notices a file that comes or goes while it runs", () => {
    const view = files();
    const server = startDnsmasq(view, [nic], "10.20.0.2").serverFor(nic);
    const request = { mac: "bc:24:11:00:00:66", vendorClass: "", architecture: 0, options: [] };

    view.remove("/srv/dhcp/hosts/102");
    expect(server.answer(request)).toBeUndefined();
    view.write("/srv/dhcp/hosts/102", Buffer.from("BC:24:11:00:00:66,10.20.0.13\n"));
    expect(server.answer(request)?.address).toBe("10.20.0.13");
  });

  it("takes the last boot file whose tags are set", () => {
    const view = files(
      "interface=ens18\ndhcp-range=10.20.0.0,static\ndhcp-hostsdir=/srv/dhcp/hosts\ndhcp-match=set:bios,option:client-arch,0\ndhcp-boot=plain\ndhcp-boot=tag:bios,tag:!ipxe,first\ndhcp-boot=tag:bios,last\n",
    );

    expect(ask(view)?.bootFile).toBe("last");
  });

  it.each([
    ["interface=eth0\n", "unknown interface eth0"],
    ["dhcp-hostsdir=/srv/none\n", "bad dynamic directory /srv/none: No such file or directory"],
    ["log-facility=/none/log\n", "cannot open log /none/log"],
  ])("refuses to start with %j", (config, message) => {
    expect(() => startDnsmasq(files(config), [nic], "10.20.0.2")).toThrow(message);
  });
});
