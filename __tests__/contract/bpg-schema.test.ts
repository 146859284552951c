import { readFileSync } from "node:fs";
import { join } from "node:path";
import { ApiAccess, ByteSize, GuestVm } from "../../lib";
import { anInstallVm, aProxmox, synthesizeStack, type Synthesized } from "../constructs/synth";
import { type Block, violations } from "./schema-check";

interface ProviderSchema {
  readonly provider: { readonly block: Block };
  readonly resource_schemas: Readonly<Record<string, { readonly block: Block }>>;
  readonly data_source_schemas: Readonly<Record<string, { readonly block: Block }>>;
}

const file = join(__dirname, "../../lib/bindings/provider-proxmox/schema.json");
const bpg = (JSON.parse(readFileSync(file, "utf8")) as { provider_schemas: Record<string, ProviderSchema> })
  .provider_schemas["registry.terraform.io/bpg/proxmox"];

/** A guest with everything that a driver can be asked for, once with each firmware. */
function fleet(): Synthesized {
  return synthesizeStack((stack) => {
    const proxmox = aProxmox(stack, { driver: "bpg", poolId: "shop", insecure: true });
    const install = anInstallVm(stack, { proxmox, startup: { order: 1, upDelay: 30, downDelay: 60 } });
    const db = new GuestVm(stack, "db", {
      install,
      bios: "ovmf",
      description: "${d}",
      startInOrder: true,
      protection: true,
    });
    db.addDataDisk("pgdata", { size: ByteSize.gib(40), mountAt: "/var/lib/pgdata", backup: false });
    new GuestVm(stack, "web", { install }).startAfter(db);
  });
}

/** Whoever Slipway's token belongs to, and the token. */
function access(): Synthesized {
  return synthesizeStack(
    (stack) => new ApiAccess(stack, "access", { proxmox: aProxmox(stack), bridges: ["vmbr1"], tokenInState: true }),
  );
}

describe("resources for bpg/proxmox", () => {
  const { resource: machines = {}, data = {}, provider = {} } = fleet();
  const resource = { ...machines, ...access().resource };
  const of = (kind: Readonly<Record<string, Readonly<Record<string, Readonly<Record<string, unknown>>>>>>) =>
    Object.entries(kind).filter(([type]) => type.startsWith("proxmox_"));

  it("are of the types that the drivers use", () => {
    expect(of(resource).map(([type, all]) => [type, Object.keys(all).length])).toEqual([
      ["proxmox_virtual_environment_vm", 3],
      ["proxmox_virtual_environment_firewall_ipset", 3],
      ["proxmox_virtual_environment_firewall_options", 3],
      ["proxmox_virtual_environment_user", 1],
      ["proxmox_virtual_environment_role", 4],
      ["proxmox_acl", 4],
      ["proxmox_user_token", 1],
    ]);
    expect(of(data).map(([type]) => type)).toEqual(["proxmox_virtual_environment_vms"]);
  });

  it.each(of(resource))("have only what the schema of %s has, of its types", (type, all) => {
    const { block } = bpg?.resource_schemas[type] ?? { block: {} };

    expect(Object.values(all).flatMap((one) => violations(block, one))).toEqual([]);
  });

  it.each(of(data))("have only what the schema of data %s has", (type, all) => {
    const { block } = bpg?.data_source_schemas[type] ?? { block: {} };

    expect(Object.values(all).flatMap((one) => violations(block, one))).toEqual([]);
  });

  it("have a provider block of its schema", () => {
    expect(provider["proxmox"]?.flatMap((one) => violations(bpg?.provider.block ?? {}, one as never))).toEqual([]);
  });
});

describe("the check itself", () => {
  const { block } = bpg?.resource_schemas["proxmox_virtual_environment_vm"] ?? { block: {} };

  it("finds what is unknown, missing, of a wrong type or not to be set", () => {
    const vm = {
      vmid: 1,
      name: 5,
      tags: "a",
      cpu: { cores: "two" },
      network_device: [{ bridge: "vmbr0" }],
      ipv4_addresses: [],
      rng: [{}],
    };

    expect(violations(block, vm)).toEqual(
      expect.arrayContaining([
        "vmid is unknown",
        "node_name is missing",
        "name is a number, not a string",
        "tags is no list",
        "cpu[0].cores is a string, not a number",
        "network_device[0].vlan_id is missing",
        "ipv4_addresses cannot be set",
        "rng[0].source is missing",
      ]),
    );
  });
});
