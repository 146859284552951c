import { createHash } from "node:crypto";
import { existsSync, mkdtempSync, readFileSync, rmSync, writeFileSync } from "node:fs";
import { tmpdir } from "node:os";
import { join } from "node:path";
import { liveIso } from "../../lib/lab/media/live-iso";
import type { ValueObject } from "../../lib/provider/framework/values";
import type { HttpRequest } from "../../lib/provider/proxmox/transport";
import { resource as coreosIso } from "../../lib/provider/resources/coreos-iso/resource";
import { resource as placement } from "../../lib/provider/resources/placement/resource";
import { resource as reboot } from "../../lib/provider/resources/reboot/resource";
import { resource as vm } from "../../lib/provider/resources/vm/resource";
import { type Applied, Life } from "../provider/proxmox/life";
import { leastPrivileges, onTheLab, type OnTheLab } from "../provider/proxmox/on-the-lab";
import { config, disk, ha, nic } from "../provider/resources/vm/a-config";

/** The API description that Proxmox publishes. It is no part of this project, so not everybody has it. */
const descriptionFile = join(__dirname, "../../../shared/reference/pve-api-9.1.json");
const present = existsSync(descriptionFile);

interface Described {
  readonly type?: string;
  readonly optional?: number;
  readonly minimum?: number | string;
  readonly maximum?: number | string;
  readonly maxLength?: number;
  readonly enum?: readonly string[];
  readonly pattern?: string;
  readonly requires?: string;
  readonly format?:
    string | Readonly<Record<string, Described & { readonly default_key?: number; readonly alias?: string }>>;
}

interface DescribedCall {
  readonly allowtoken?: number;
  readonly parameters: { readonly properties?: Readonly<Record<string, Described>> };
}

const calls = present ? (JSON.parse(readFileSync(descriptionFile, "utf8")) as Record<string, DescribedCall>) : {};

(present ? describe : describe.skip)("The provider's requests", () => {
  let sent: readonly HttpRequest[] = [];

  beforeAll(async () => (sent = await everythingThatIsSent()), 60_000);

  it("are calls that Proxmox VE 9.1 describes, with parameters that it takes", () => {
    expect(sent.flatMap(problems)).toEqual([]);
  });

  it("are all that the provider can send", () => {
    const lines = sent.map((request) => `${request.method} ${call(request)?.template ?? "?"}`);

    expect([...new Set(lines)].sort()).toEqual([
      "DELETE /cluster/ha/resources/{sid}",
      "DELETE /cluster/ha/rules/{rule}",
      "DELETE /nodes/{node}/qemu/{vmid}",
      "DELETE /nodes/{node}/qemu/{vmid}/firewall/ipset/{name}",
      "DELETE /nodes/{node}/qemu/{vmid}/firewall/ipset/{name}/{cidr}",
      "DELETE /nodes/{node}/storage/{storage}/content/{volume}",
      "GET /access/permissions",
      "GET /cluster/ha/resources",
      "GET /cluster/ha/rules",
      "GET /cluster/resources",
      "GET /nodes/{node}/qemu/{vmid}/config",
      "GET /nodes/{node}/qemu/{vmid}/firewall/ipset",
      "GET /nodes/{node}/qemu/{vmid}/firewall/ipset/{name}",
      "GET /nodes/{node}/qemu/{vmid}/firewall/options",
      "GET /nodes/{node}/qemu/{vmid}/status/current",
      "GET /nodes/{node}/storage/{storage}/content",
      "GET /nodes/{node}/storage/{storage}/content/{volume}",
      "GET /nodes/{node}/storage/{storage}/status",
      "GET /nodes/{node}/tasks/{upid}/log",
      "GET /nodes/{node}/tasks/{upid}/status",
      "POST /cluster/ha/resources",
      "POST /cluster/ha/rules",
      "POST /nodes/{node}/qemu",
      "POST /nodes/{node}/qemu/{vmid}/config",
      "POST /nodes/{node}/qemu/{vmid}/firewall/ipset",
      "POST /nodes/{node}/qemu/{vmid}/firewall/ipset/{name}",
      "POST /nodes/{node}/qemu/{vmid}/status/shutdown",
      "POST /nodes/{node}/qemu/{vmid}/status/start",
      "POST /nodes/{node}/qemu/{vmid}/status/stop",
      "POST /nodes/{node}/storage/{storage}/upload",
      "PUT /cluster/ha/resources/{sid}",
      "PUT /cluster/ha/rules/{rule}",
      "PUT /nodes/{node}/qemu/{vmid}/config",
      "PUT /nodes/{node}/qemu/{vmid}/firewall/options",
      "PUT /nodes/{node}/qemu/{vmid}/resize",
      "PUT /pools",
    ]);
  });

  it("would not pass if one of them were wrong", () => {
    const wrong = (method: HttpRequest["method"], path: string, body = ""): readonly string[] =>
      problems({ method, path: `/api2/json${path}`, body, headers: {}, idleMs: 1 });

    expect(wrong("GET", "/nodes/pve1/nothing")).toEqual(["GET /nodes/pve1/nothing: no such call"]);
    expect(wrong("GET", "/cluster/resources?type=guest")[0]).toContain("type");
    expect(wrong("POST", "/nodes/pve1/qemu", "vmid=102&cores=two&virtio99=x&net0=model=virtio,speed=9")).toHaveLength(
      2,
    );
    expect(wrong("POST", "/nodes/pve1/qemu", "name=web")[0]).toContain("vmid: is required");
  });
});

/** Takes every resource through its life, so that each kind of request is sent at least once. */
async function everythingThatIsSent(): Promise<readonly HttpRequest[]> {
  const privileges = [...leastPrivileges, "Sys.Modify", "Sys.Audit", "Sys.Console", "Pool.Allocate", "Pool.Audit"];
  const lab = await onTheLab({ privileges, image: { name: "fcos.qcow2", mib: 1 } });
  const folder = mkdtempSync(join(tmpdir(), "slipway-contract-"));
  try {
    const boot = { kernel: Buffer.from("k"), initramfs: Buffer.from("i"), rootfs: Buffer.alloc(5000) };
    const image = liveIso("44.20260802.3.1", boot);
    const url = join(folder, "live.iso");
    writeFileSync(url, image);
    const sha256 = createHash("sha256").update(image).digest("hex");
    const iso = new Life(coreosIso, lab.connect);
    const isoConfig = nulls(coreosIso, {
      node_name: "pve1",
      datastore_id: "local",
      name: "install",
      source: { url, sha256, signature: null, mirrors: null },
      ignition_wo: JSON.stringify({ kind: "ignition", config: {} }),
      kernel_arguments: ["coreos.liveiso.fromram"],
    });
    const uploaded = await iso.apply(isoConfig);
    const cdrom = { interface: null, volume_id: String(uploaded.state?.volume_id) };

    const guest = new Life(vm, lab.connect);
    const first = vmConfig({ cdrom, boot_order: ["virtio0", "ide2"], description: "a & b" });
    const results = [uploaded, await guest.apply(first)];
    results.push(
      await guest.apply(
        vmConfig({
          name: "shop",
          cores: 4,
          memory_mib: 8192,
          bios: "ovmf",
          rng: { source: null, max_bytes: null, period: null },
          machine: null,
          tags: null,
          serial_ports: 0,
          startup: { order: 1, up_delay: 30, down_delay: null },
          disks: [disk({ size_gib: 20, serial: "root" }), disk({ interface: "scsi1" })],
          network_devices: [
            nic({ addresses: ["10.20.0.13"] }),
            nic({ mac_address: "BC:24:11:00:00:67", vlan_id: 20, mtu: 1 }),
          ],
        }),
      ),
    );
    lab.deaf.add(102);
    results.push(
      await guest.apply(
        vmConfig({
          disks: [disk({ size_gib: 20 }), disk({ interface: "scsi1" })],
          network_devices: [nic({ addresses: null })],
        }),
      ),
    );
    lab.deaf.delete(102);

    const restart = new Life(reboot, lab.connect);
    for (const name of ["a", "b"])
      results.push(await restart.apply(nulls(reboot, { vm_id: 102, name: "web", image: name })));
    results.push(await guest.apply(null));

    const firmware = new Life(vm, lab.connect);
    const efi = { datastore_id: "local-lvm", pre_enrolled_keys: null };
    results.push(await firmware.apply(vmConfig({ bios: "ovmf", efi_disk: efi, started: false })));
    results.push(await firmware.apply(null), await iso.apply(null), ...(await lifeOfAMember(lab)));
    expect(results.flatMap(({ errors }) => errors)).toEqual([]);
    return [...lab.sent];
  } finally {
    await lab.stop();
    rmSync(folder, { recursive: true });
  }
}

function nulls(resource: { readonly schema: { readonly attributes: object } }, values: ValueObject): ValueObject {
  return { ...Object.fromEntries(Object.keys(resource.schema.attributes).map((name) => [name, null])), ...values };
}

function vmConfig(changes: ValueObject): ValueObject {
  return config({ node_name: "pve1", boot_order: ["virtio0"], ...changes });
}

/** A VM that is a member of high availability, on a node of its own choice, and moves from pool to pool. */
async function lifeOfAMember(lab: OnTheLab): Promise<readonly Applied[]> {
  const pools = ["blue", "green"];
  for (const poolid of pools) await lab.connect().post("/pools", { poolid });
  // These are the test's own.
  lab.sent.splice(-pools.length);
  const member = new Life(vm, lab.connect);
  const imported = disk({ interface: "sata0", import_from: "local:import/fcos.qcow2", size_gib: 1 });
  const whole = {
    node_name: "pve3",
    started: false,
    pool_id: "blue",
    tpm_state: { datastore_id: "local-lvm", version: null },
    vga: { type: "virtio", memory: 32 },
    watchdog: { model: null, action: null },
    rng: { source: null, max_bytes: 2048, period: 500 },
    network_devices: [nic({ queues: 2, rate: 1.5, trunks: ["20", "30-39"], link_down: true })],
  };
  const results = [
    await member.apply(vmConfig({ ...whole, ha: ha({ nodes: { pve3: 2, pve1: 0 }, comment: "a & b" }) })),
    await member.apply(
      vmConfig({
        ...whole,
        pool_id: "green",
        disks: [disk(), imported],
        ha: ha({ nodes: { pve3: 1 }, max_restart: 2 }),
      }),
    ),
    await member.apply(vmConfig({ ...whole, pool_id: null, disks: [disk(), imported], ha: ha() })),
  ];
  const found = new Life(vm, lab.connect);
  found.state = (await vm.importState?.("102", undefined as never)) as ValueObject;
  await found.refresh();
  const placed = new Life(placement, lab.connect);
  results.push(await placed.apply(nulls(placement, { name: "web", memory_mib: 512 })));
  results.push(await member.apply(null));
  return results;
}

/** The described call that a request is, and what its path says. */
function call({ method, path }: HttpRequest) {
  const [bare = ""] = path.replace("/api2/json", "").split("?");
  const parts = bare.split("/");
  const matches = Object.keys(calls)
    .filter((name) => name.startsWith(`${method} `))
    .map((name) => name.slice(method.length + 1))
    .filter((template) => {
      const expected = template.split("/");
      return (
        expected.length === parts.length &&
        expected.every((part, index) => part.startsWith("{") || part === parts[index])
      );
    })
    .sort((one, other) => placeholders(one) - placeholders(other));
  const [template] = matches;
  if (template === undefined) return undefined;
  const values = template.split("/").flatMap((part, index): [string, string][] => {
    return part.startsWith("{") ? [[part.slice(1, -1), decodeURIComponent(parts[index] ?? "")]] : [];
  });
  return { template, values };
}

function placeholders(template: string): number {
  return template.split("{").length;
}

function problems(request: HttpRequest): readonly string[] {
  const [bare = "", query = ""] = request.path.replace("/api2/json", "").split("?");
  const line = `${request.method} ${bare}`;
  const found = call(request);
  if (found === undefined) return [`${line}: no such call`];
  const described = calls[`${request.method} ${found.template}`];
  const parameters = described?.parameters.properties ?? {};
  // An upload's form is checked where it is written, and by the lab.
  const isUpload = typeof request.body === "object";
  const form = typeof request.body === "string" ? request.body : "";
  const values = [...found.values, ...new URLSearchParams(query), ...new URLSearchParams(form)];
  const missing = isUpload
    ? []
    : Object.entries(parameters).filter(
        ([name, { optional }]) => optional !== 1 && !values.some(([given]) => given === name),
      );
  const names = new Set(values.map(([name]) => name));
  return [
    ...(described?.allowtoken === 1 ? [] : [`${line}: not for tokens`]),
    ...missing.map(([name]) => `${line}: ${name}: is required`),
    ...values.flatMap(([name, value]) => {
      const parameter = parameters[name] ?? parameters[name.replace(/\d+$/, "[n]")];
      if (parameter === undefined) return [`${line}: ${name}: no such parameter`];
      const requires =
        parameter.requires === undefined || names.has(parameter.requires) ? [] : [`needs ${parameter.requires}`];
      return [...requires, ...check(parameter, value)].map((problem) => `${line}: ${name}: ${problem} (${value})`);
    }),
  ];
}

function check(described: Described, value: string): readonly string[] {
  const { type, minimum, maximum, maxLength, pattern, format } = described;
  const isNumber = type === "integer" || type === "number";
  return [
    ...(type === "boolean" && !/^[01]$/.test(value) ? ["is no flag"] : []),
    ...(type === "integer" && !/^-?\d+$/.test(value) ? ["is no integer"] : []),
    ...(type === "number" && !/^-?\d+(\.\d+)?$/.test(value) ? ["is no number"] : []),
    ...(isNumber && minimum !== undefined && Number(value) < Number(minimum) ? ["is too small"] : []),
    ...(isNumber && maximum !== undefined && Number(value) > Number(maximum) ? ["is too large"] : []),
    ...(maxLength !== undefined && value.length > maxLength ? ["is too long"] : []),
    ...(described.enum !== undefined && !described.enum.includes(value) ? ["is not among the values"] : []),
    ...(pattern !== undefined && !new RegExp(`^(?:${pattern.replaceAll("(?^:", "(?:")})$`).test(value)
      ? ["has another form"]
      : []),
    ...(typeof format === "object" ? propertyProblems(format, value) : []),
  ];
}

function propertyProblems(format: Exclude<Described["format"], string | undefined>, value: string): readonly string[] {
  const defaultKey = Object.entries(format).find(([, { default_key: isDefault }]) => isDefault === 1)?.[0] ?? "";
  return value.split(",").flatMap((part) => {
    const [key, text] = part.includes("=")
      ? [part.slice(0, part.indexOf("=")), part.slice(part.indexOf("=") + 1)]
      : [defaultKey, part];
    const described = format[key];
    if (described === undefined) return [`has no "${key}"`];
    if (described.alias !== undefined) return [];
    return check(described, text).map((problem) => `${key}: ${problem}`);
  });
}
