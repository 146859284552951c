import { existsSync, readFileSync } from "node:fs";
import { join } from "node:path";
import { aLab, anIso } from "../lab/pve/a-lab";
import type { ALab } from "../lab/pve/a-lab";
import { privileges } from "../../lib/lab/pve/access/roles";
import { allRoutes } from "../../lib/lab/pve/routes/all-routes";

/** The API description that Proxmox publishes. It is no part of this project, so not everybody has it. */
const descriptionFile = join(__dirname, "../../../shared/reference/pve-api-9.1.json");
const present = existsSync(descriptionFile);

interface Described {
  readonly type?: string;
  readonly optional?: number;
  readonly enum?: readonly string[];
  readonly properties?: Readonly<Record<string, Described>>;
  readonly items?: Described;
}

const calls = present
  ? (JSON.parse(readFileSync(descriptionFile, "utf8")) as Record<string, { readonly returns?: Described }>)
  : {};

/** Described as integers, but known to be texts on the wire. */
const textsOnTheWire = ["GET /cluster/nextid: data", "GET /nodes/{node}/qemu/{vmid}/firewall/rules/{pos}: data.pos"];

(present ? describe : describe.skip)("The lab's answers", () => {
  const placeholders = new Map<string, string>([
    ["node", "pve1"],
    ["vmid", "100"],
    ["storage", "local-lvm"],
    ["volume", "local-lvm:vm-100-disk-0"],
    ["poolid", "web"],
    ["name", "ipfilter-net0"],
    ["pos", "0"],
    ["userid", "root@pam"],
    ["roleid", "PVEVMUser"],
    ["sid", "vm:100"],
    ["rule", "web-nodes"],
  ]);
  let lab: ALab;

  beforeAll(async () => {
    lab = await aLab();
    placeholders.set("upid", await populate(lab));
  });

  afterAll(() => lab.stop());

  const reads = allRoutes.filter(({ method }) => method === "GET");

  it.each(reads.map(({ path }) => path))("to GET %s are of the types that Proxmox VE 9.1 describes", async (path) => {
    const concrete = path.replace(/\{(\w+)\}/g, (_, name: string) => placeholders.get(name) ?? name);

    const data = await lab.call("GET", concrete);

    const found = typeDifferences(`GET ${path}: data`, calls[`GET ${path}`]?.returns ?? {}, data);
    expect(found.filter((text) => !textsOnTheWire.some((known) => text.startsWith(`${known} is "`)))).toEqual([]);
  });
});

(present ? describe : describe.skip)("The lab's privileges", () => {
  it("are those of Proxmox VE 9.1", () => {
    const described = calls["GET /access/roles/{roleid}"]?.returns?.properties ?? {};

    expect([...privileges].sort()).toEqual(Object.keys(described).sort());
  });
});

/** Makes one of each thing that can be read; gives a task. */
async function populate(lab: ALab): Promise<string> {
  const iso = await anIso(lab);
  await lab.call("POST", "/pools", { poolid: "web", comment: "a pool" });
  const upid = await lab.call("POST", "/nodes/pve1/qemu", {
    vmid: 100,
    name: "web",
    pool: "web",
    memory: 2048,
    cores: 2,
    agent: "enabled=1",
    onboot: 1,
    tags: "web",
    serial0: "socket",
    scsi0: "local-lvm:8",
    ide2: `${iso},media=cdrom`,
    net0: "virtio,bridge=vmbr0",
    start: 1,
  });
  await lab.task("POST", "/nodes/pve1/qemu/100/config", { cores: 4 });
  await lab.call("PUT", "/nodes/pve1/qemu/100/firewall/options", { enable: 1, policy_in: "DROP" });
  await lab.call("POST", "/nodes/pve1/qemu/100/firewall/rules", { action: "ACCEPT", type: "in", enable: 1 });
  await lab.call("POST", "/nodes/pve1/qemu/100/firewall/ipset", { name: "ipfilter-net0" });
  await lab.call("POST", "/nodes/pve1/qemu/100/firewall/ipset/ipfilter-net0", { cidr: "10.20.0.12" });
  await lab.call("POST", "/cluster/ha/resources", { sid: "vm:100", state: "ignored" });
  await lab.call("POST", "/cluster/ha/rules", {
    rule: "web-nodes",
    type: "node-affinity",
    resources: "vm:100",
    nodes: "pve1:2,pve2",
  });
  return String(upid);
}

/** What is described has its type, and is there unless it is optional. */
function typeDifferences(path: string, described: Described, value: unknown): string[] {
  if (value === undefined) {
    return described.optional === 1 ? [] : [`${path} is missing`];
  }
  if (described.type !== undefined && !hasType(described.type, value)) {
    return [`${path} is ${JSON.stringify(value)}, described as ${described.type}`];
  }
  if (described.enum !== undefined && !described.enum.includes(String(value))) {
    return [`${path} is ${JSON.stringify(value)}, described as one of ${described.enum.join(", ")}`];
  }
  if (Array.isArray(value)) {
    const { items = {} } = described;
    return value.flatMap((item, index) => typeDifferences(`${path}[${index}]`, items, item));
  }
  const members = value as Readonly<Record<string, unknown>>;
  return Object.entries(described.properties ?? {})
    .filter(([name]) => !name.includes("[n]"))
    .flatMap(([name, property]) => typeDifferences(`${path}.${name}`, property, members[name]));
}

/** Perl has no booleans: they are the numbers 0 and 1. */
function hasType(type: string, value: unknown): boolean {
  switch (type) {
    case "boolean":
      return value === 0 || value === 1;
    case "integer":
      return Number.isInteger(value);
    case "number":
      return typeof value === "number";
    case "array":
      return Array.isArray(value);
    case "object":
      return typeof value === "object" && value !== null && !Array.isArray(value);
    case "string":
      return typeof value === "string";
    default:
      return true;
  }
}
