import type { DhcpConfig, ProxyConfig } from "../../lib/dnsmasq/schema";
import { renderConfig, renderExtension, renderHostFile, renderOptionsFile } from "../../lib/dnsmasq/render";
import { aConfig, aGuest, aProxyConfig, aSubnet } from "../dnsmasq/fixtures";
import { addressesOf, decodeOptions, type Discover, type Offer } from "./dhcp/message";
import { ask, namespaced, type Scene } from "./dhcp/server";
import { fromPackage } from "./judges/judge";

const dnsmasq = fromPackage("dnsmasq", "dnsmasq-base");
const namespace = namespaced();
// It takes a network of its own, and so root or the right to become it.
const asked = dnsmasq === undefined || namespace === undefined ? it.skip : it;

jest.setTimeout(150_000);

const mac = aGuest.mac as string;
const stranger = "bc:24:11:00:00:99";
const script = "http://10.20.0.2/boot.ipxe";

function offers(scene: Scene, ...machines: readonly Discover[]): readonly (Offer | undefined)[] {
  return ask(dnsmasq ?? "", namespace ?? [], scene, machines);
}

/** Options in a form that is easily compared. */
function told(offer: Offer | undefined): unknown {
  if (offer === undefined) return undefined;
  const { address, bootFile, options } = offer;
  const vendorClass = options.get(60)?.toString();
  return { address, bootFile, ...(vendorClass === undefined ? {} : { vendorClass }) };
}

/** The base configuration with paths that exist where it runs. */
function base(changes: Partial<DhcpConfig> = {}): Scene["config"] {
  return (folder) =>
    renderConfig({
      ...aConfig,
      interfaces: ["serv*"],
      boot: {
        script,
        tftp: { root: folder, bios: "undionly.kpxe", uefi: "x64.efi", uefi32: "ia32.efi", uefiArm64: "arm64.efi" },
        http: {
          uefi: "http://10.20.0.2/x64.efi",
          uefi32: "http://10.20.0.2/ia32.efi",
          uefiArm64: "http://10.20.0.2/arm64.efi",
        },
      },
      guests: { form: "directories", hosts: `${folder}/hosts`, options: `${folder}/options` },
      leaseFile: `${folder}/leases`,
      logFile: `${folder}/log`,
      noPing: true,
      ...changes,
    });
}

const files = { "hosts/102": renderHostFile(aGuest), "options/102": renderOptionsFile(aGuest) };

describe("dnsmasq, asked by machines", () => {
  const address = "10.20.0.12";

  asked("offers each kind of firmware what it can load, and iPXE its script", () => {
    const pxe = (architecture: number): Discover => ({ mac, architecture, vendorClass: "PXEClient" });
    const http = (architecture: number): Discover => ({ mac, architecture, vendorClass: "HTTPClient" });

    const found = offers(
      { config: base(), files },
      ...[0, 7, 9, 6, 11].map(pxe),
      ...[16, 15, 19].map(http),
      { ...pxe(0), ipxe: true },
      { ...pxe(7), ipxe: true },
      { mac },
    );

    expect(found.map(told)).toEqual([
      { address, bootFile: "undionly.kpxe" },
      { address, bootFile: "x64.efi" },
      { address, bootFile: "x64.efi" },
      { address, bootFile: "ia32.efi" },
      { address, bootFile: "arm64.efi" },
      { address, bootFile: "http://10.20.0.2/x64.efi", vendorClass: "HTTPClient" },
      { address, bootFile: "http://10.20.0.2/ia32.efi", vendorClass: "HTTPClient" },
      { address, bootFile: "http://10.20.0.2/arm64.efi", vendorClass: "HTTPClient" },
      { address, bootFile: script },
      { address, bootFile: script },
      { address, bootFile: "" },
    ]);
  });

  asked("names another server of boot files", () => {
    const boot = { script, tftp: { server: "10.20.0.3", bios: "undionly.kpxe" } };

    const [offer] = offers({ config: base({ boot }), files }, { mac, architecture: 0, vendorClass: "PXEClient" });

    expect(offer).toMatchObject({ bootFile: "undionly.kpxe", nextServer: "10.20.0.3" });
  });

  asked("tells a guest its network, and what its own files say", () => {
    const subnet = { ...aSubnet, ntpServers: ["10.20.0.4"], searchDomains: ["a.example", "b.example"], mtu: 1450 };

    const [offer] = offers({ config: base({ subnets: [subnet] }), files }, { mac });

    const own = decodeOptions(offer?.options.get(128) ?? Buffer.alloc(0));
    expect([...own].map(([code, text]) => [code, text.toString()])).toEqual([
      [3, "/dev/disk/by-path/pci-0000:00:0a.0"],
      [2, "102.ign"],
    ]);
    expect(offer && [3, 6, 42].map((code) => addressesOf(offer, code))).toEqual([
      ["10.20.0.1"],
      ["10.20.0.1", "9.9.9.9"],
      ["10.20.0.4"],
    ]);
    expect([12, 15].map((code) => offer?.options.get(code)?.toString())).toEqual(["web", "lab.example"]);
    expect([26, 51].map((code) => offer?.options.get(code)?.toString("hex"))).toEqual(["05aa", "00000e10"]);
    expect(offer?.options.get(119)?.toString("latin1")).toBe("\u0001a\u0007example\0\u0001b\xc0\u0002");
  });

  asked("tells a guest of no router and no name server where there is none", () => {
    const { network, netmask, leaseTime } = aSubnet;

    const [offer] = offers({ config: base({ subnets: [{ network, netmask, leaseTime }] }), files }, { mac });

    expect([3, 6, 42, 15].map((code) => offer?.options.has(code))).toEqual([false, false, false, false]);
  });

  asked("reads the same guest from one file", () => {
    const config: Scene["config"] = (folder) =>
      base({ guests: { form: "files", directory: `${folder}/conf.d` } })(folder);

    const [offer] = offers({ config, files: { "conf.d/102.conf": renderExtension(aGuest) } }, { mac });

    expect(offer?.address).toBe(address);
    expect(
      decodeOptions(offer?.options.get(128) ?? Buffer.alloc(0))
        .get(2)
        ?.toString(),
    ).toBe("102.ign");
  });

  asked("answers known machines only, unless it is to answer all", () => {
    const pools = [{ first: "10.20.0.100", last: "10.20.0.100" }];
    const subnets = [{ ...aSubnet, pools }];

    const known = offers({ config: base({ subnets }), files }, { mac: stranger }, { mac });
    const all = offers({ config: base({ subnets, clients: "all" }), files }, { mac: stranger }, { mac });

    expect(known.map((offer) => offer?.address)).toEqual([undefined, address]);
    expect(all.map((offer) => offer?.address)).toEqual(["10.20.0.100", address]);
  });

  asked("tells machines of each subnet their own, and gives reserved addresses", () => {
    const config = base({
      subnets: [
        { ...aSubnet, name: "one" },
        {
          name: "two",
          network: "10.30.0.0",
          netmask: "255.255.255.0",
          interface: "server",
          leaseTime: "1d",
          router: "10.30.0.1",
          domain: "two.example",
        },
      ],
      reservations: [{ mac: stranger, address: "10.30.0.5", hostname: "printer" }],
    });

    const found = offers({ config, files, addresses: ["10.20.0.2/24", "10.30.0.2/24"] }, { mac: stranger }, { mac });

    expect(
      found.map((offer) => offer && [offer.address, ...addressesOf(offer, 3), offer.options.get(15)?.toString()]),
    ).toEqual([
      ["10.30.0.5", "10.30.0.1", "two.example"],
      [address, "10.20.0.1", "lab.example"],
    ]);
  });
});

describe("dnsmasq beside another server, asked by machines", () => {
  const proxy =
    (boot: Partial<ProxyConfig["boot"]> = {}): Scene["config"] =>
    (folder) =>
      renderConfig({
        ...aProxyConfig,
        interfaces: ["server"],
        boot: {
          script,
          tftp: { root: folder, bios: "undionly.kpxe", uefi: "x64.efi" },
          http: { uefi: "http://10.20.0.2/x64.efi" },
          ...boot,
        },
        leaseFile: `${folder}/leases`,
        logFile: `${folder}/log`,
      });
  const noAddress = { address: "0.0.0.0", vendorClass: "PXEClient" };

  asked("lends no address, and tells firmware what to load on the port that it asks next", () => {
    const bios: Discover = { mac, architecture: 0, vendorClass: "PXEClient" };
    const uefi: Discover = { mac, architecture: 7, vendorClass: "PXEClient" };

    const found = offers(
      { config: proxy() },
      { mac },
      bios,
      { ...bios, port: 4011, bootItem: 0x8000 },
      uefi,
      { ...uefi, port: 4011 },
      { mac, architecture: 16, vendorClass: "HTTPClient" },
      { ...uefi, ipxe: true },
      { ...bios, ipxe: true },
    );

    expect(found.map(told)).toEqual([
      undefined,
      { ...noAddress, bootFile: "" },
      { ...noAddress, address: "10.20.0.200", bootFile: "undionly.kpxe" },
      { ...noAddress, bootFile: "" },
      { ...noAddress, bootFile: "x64.efi" },
      { address: "0.0.0.0", bootFile: "http://10.20.0.2/x64.efi", vendorClass: "HTTPClient" },
      { ...noAddress, bootFile: script },
      { ...noAddress, bootFile: script },
    ]);
    const menu = decodeOptions(found[1]?.options.get(43) ?? Buffer.alloc(0));
    expect(menu.get(9)?.toString("latin1")).toBe("\x80\0\fNetwork boot");
  });

  asked("answers iPXE where there are no files for firmware", () => {
    const config: Scene["config"] = (folder) =>
      renderConfig({
        ...aProxyConfig,
        interfaces: ["server"],
        boot: { script },
        leaseFile: `${folder}/leases`,
        logFile: `${folder}/log`,
      });

    const [offer] = offers({ config }, { mac, architecture: 0, vendorClass: "PXEClient", ipxe: true });

    expect(told(offer)).toEqual({ ...noAddress, bootFile: script });
  });
});
