import { TerraformVariable } from "cdktf";
import { GuestVm, Subnet, type SubnetProps } from "../../lib";
import { anInstallVm, problems, refusals, synthesizeStack } from "./synth";

const BASE = { cidr: "10.20.0.0/24", gateway: "10.20.0.1", bridge: "vmbr1" } as const;

/** The configs of an install VM and of a guest in such a subnet. */
function configsOf(props: Partial<SubnetProps>): { readonly install: string; readonly guest: string } {
  const { resource } = synthesizeStack((stack) => {
    const subnet = new Subnet(stack, "servers", { ...BASE, ...props });
    new GuestVm(stack, "web", { install: anInstallVm(stack, { subnet }) });
  });
  const iso = Object.values(resource?.["slipway_coreos_iso"] ?? {})[0];
  const files = Object.values(resource?.["slipway_files"] ?? {})[0]?.["files"] as { document_wo: string }[];
  return { install: String(iso?.["ignition_wo"]), guest: String(files[0]?.document_wo) };
}

/** What dnsmasq is to tell machines of the subnet. */
function subnetIn(install: string): unknown {
  const { config } = JSON.parse(install) as { config: { storage: { files: { path: string; contents: unknown }[] } } };
  const file = config.storage.files.find(({ path }) => path.endsWith("/dnsmasq.conf"));
  return (file?.contents as { document: { config: { subnets: unknown[] } } }).document.config.subnets[0];
}

describe("Subnet", () => {
  const told = {
    dnsServers: ["10.20.0.3"],
    ntpServers: ["10.20.0.4", "192.0.2.123"],
    domain: "lab.example",
    searchDomains: ["lab.example", "example.org"],
  };
  const range = { network: "10.20.0.0", netmask: "255.255.255.0", leaseTime: "1h", router: "10.20.0.1" };

  it("has its install VM tell machines of name servers, time servers and domains", () => {
    expect(subnetIn(configsOf(told).install)).toEqual({ ...range, ...told });
  });

  it("tells of the gateway as name server, and of nothing else, by default", () => {
    const empty = { ...range, dnsServers: ["10.20.0.1"] };

    expect(subnetIn(configsOf({}).install)).toEqual(empty);
    expect(subnetIn(configsOf({ ntpServers: [], searchDomains: [] }).install)).toEqual(empty);
  });

  it.each<[string, Partial<SubnetProps>, string]>([
    ["the domains that it names", told, "dns=10.20.0.3;\\ndns-search=lab.example;example.org;\\n\\n[ipv6]"],
    ["its domain", { domain: "lab.example" }, "dns=10.20.0.1;\\ndns-search=lab.example;\\n\\n[ipv6]"],
    ["none, if it has none", {}, "dns=10.20.0.1;\\n\\n[ipv6]"],
  ])("has installed machines look names up in %s", (_name, props, lines) => {
    const { install, guest } = configsOf(props);

    expect(install).toContain(lines);
    expect(guest).toContain(lines);
  });

  it("takes servers and domains that come late", () => {
    const { resource } = synthesizeStack((stack) => {
      const variable = (id: string) => new TerraformVariable(stack, id, { type: "string" }).stringValue;
      const subnet = new Subnet(stack, "servers", {
        ...BASE,
        ntpServers: [variable("ntp")],
        domain: variable("domain"),
      });
      anInstallVm(stack, { subnet });
    });
    const [iso] = Object.values(resource?.["slipway_coreos_iso"] ?? {});

    expect(iso?.["ignition_wo"]).toContain('"ntpServers":[var.ntp],"domain":var.domain');
  });

  it.each<[string, Partial<SubnetProps>, string, string]>([
    ["a time server that is no address", { ntpServers: ["time.example"] }, "ipv4/not-an-address", "ntpServers.0"],
    ["a time server that is nobody's", { ntpServers: ["224.0.1.1"] }, "dnsmasq/not-a-machine", "ntpServers.0"],
    ["a domain with a line of its own", { domain: "a\nport=53" }, "host-name/not-a-domain", "domain"],
    ["a search domain with a comma", { searchDomains: ["a,b"] }, "host-name/not-a-domain", "searchDomains.0"],
  ])("refuses %s", (_name, props, code, place) => {
    const found = refusals((stack) => {
      anInstallVm(stack, { subnet: new Subnet(stack, "servers", { ...BASE, ...props }) });
    });

    expect(found).toEqual([[code, expect.stringMatching(new RegExp(`^stack/install/ignition/.*\\.${place}$`))]]);
  });

  it("has nothing to say against any of it otherwise", () => {
    expect(
      problems((stack) => anInstallVm(stack, { subnet: new Subnet(stack, "servers", { ...BASE, ...told }) })),
    ).toEqual([]);
  });
});
