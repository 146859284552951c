import { upgradeVm } from "../../../../lib/provider/resources/vm/upgrade";
import { resource } from "../../../../lib/provider/resources/vm/resource";
import type { ValueObject } from "../../../../lib/provider/framework/values";
import { Life } from "../../proxmox/life";
import { aCall, failureOf } from "../../proxmox/call";
import { leastPrivileges, onTheLab, type LabSettings, type OnTheLab } from "../../proxmox/on-the-lab";
import { ScriptedApi } from "../../proxmox/scripted-api";
import { aVm } from "./a-vm";
import { folder, resource as asCalled, withVm } from "./scripted-vm";
import { config, disk, ha, nic } from "./a-config";

const privileges = [...leastPrivileges, "Sys.Audit", "Sys.Console", "Sys.Modify", "Pool.Allocate", "Pool.Audit"];
let lab: OnTheLab | undefined;

afterEach(async () => {
  await lab?.stop();
  lab = undefined;
});

const everything = config({
  description: "Shop",
  bios: "ovmf",
  pool_id: "fleet",
  disks: [disk({ serial: "root", cache: "writeback" }), disk({ interface: "sata0", size_gib: 2 })],
  efi_disk: { datastore_id: "local-lvm", pre_enrolled_keys: true },
  tpm_state: { datastore_id: "local-lvm", version: "v2.0" },
  rng: { source: "/dev/urandom", max_bytes: null, period: null },
  vga: { type: "virtio", memory: null },
  watchdog: { model: "i6300esb", action: "reset" },
  network_devices: [nic({ queues: 2 }), nic({ mac_address: "BC:24:11:00:00:67", addresses: null })],
  startup: { order: 3, up_delay: 20, down_delay: null },
  ha: ha({ nodes: { pve3: 1 } }),
});

async function aVmThatIsThere(settings: LabSettings = { privileges }, wanted = everything): Promise<ValueObject> {
  lab = await onTheLab(settings);
  if (wanted.pool_id !== null) await lab.connect().post("/pools", { poolid: "fleet" });
  const life = new Life(resource, lab.connect);
  // A set has no order; Proxmox gives it this one.
  const { errors } = await life.apply(wanted.tags === null ? wanted : { ...wanted, tags: ["guest", "slipway"] });
  if (errors.length > 0 || life.state === null) throw new Error(errors[0]?.detail);
  return life.state;
}

/** What a state becomes after the read that follows an import. */
async function read(state: ValueObject): Promise<ValueObject | null> {
  if (lab === undefined) throw new Error("there is no lab");
  const life = new Life(resource, lab.connect);
  life.state = state;
  await life.refresh();
  return life.state;
}

describe("An import of slipway_vm", () => {
  it("finds all that the VM has: firewall, start order, pool and membership included", async () => {
    const made = await aVmThatIsThere();

    const imported = await read((await resource.importState?.("102", undefined as never)) as ValueObject);

    expect(imported).toEqual({ ...made, disks: [disksOf(made)[1], disksOf(made)[0]] });
  });

  it("takes an identity as well", async () => {
    const made = await aVmThatIsThere(undefined, config());
    const bare = Object.fromEntries(Object.keys(made).map((name) => [name, null]));

    expect(await read({ ...bare, vm_id: 102 })).toEqual(made);
  });

  it("takes a VM whose firewall nobody has set for one without", async () => {
    const made = await aVmThatIsThere(
      undefined,
      config({ firewall: null, network_devices: [nic({ addresses: null })] }),
    );

    expect(await read((await resource.importState?.("102", undefined as never)) as ValueObject)).toEqual(made);
  });

  it("needs no right to see who is a member of high availability", async () => {
    const made = await aVmThatIsThere({ privileges: leastPrivileges }, config());

    expect(await read((await resource.importState?.("102", undefined as never)) as ValueObject)).toEqual(made);
  });

  it("finds a VM with nothing", async () => {
    const bare = config({ disks: null, network_devices: null, firewall: null, boot_order: [], tags: null });
    const made = await aVmThatIsThere(undefined, { ...bare, serial_ports: 0 });

    expect(await read((await resource.importState?.("102", undefined as never)) as ValueObject)).toEqual(made);
  });

  it("takes a VM as it is, by an API that answers as scripted", async () => {
    const api = withVm()
      .on(`GET ${folder}/firewall/options`, { digest: "da39a3ee5e6b4b0d3255bfef95601890afd80709" })
      .on(`GET ${folder}/firewall/ipset`, [])
      .on("GET /cluster/ha/resources", []);
    const call = aCall(api);

    const state = await resource.importState?.("102", call);

    expect(await asCalled.read({ state: state ?? {} }, call)).toEqual(aVm());
  });

  it.each(["web", "99", "pve3/102", "1e3"])("refuses %p as an id", async (id) => {
    const error = await failureOf(Promise.resolve().then(() => resource.importState?.(id, aCall(new ScriptedApi()))));

    expect(error.diagnostics[0]?.summary).toBe(`Unable to import VM "${id}"`);
  });
});

describe("The firewall of slipway_vm", () => {
  const filtered = (verify: boolean) =>
    config({
      firewall: {
        enabled: null,
        mac_filter: null,
        ip_filter: null,
        dhcp: null,
        verify,
        input_policy: "DROP",
        output_policy: null,
      },
    });

  it.each([
    [true, ["network_devices"], 4],
    [false, [], 2],
  ])("is asked for at each plan: %s", async (verify, drift, requests) => {
    await aVmThatIsThere(undefined, filtered(verify));
    if (lab === undefined) throw new Error("there is no lab");
    const life = new Life(resource, lab.connect);
    life.state = (await resource.importState?.("102", undefined as never)) as ValueObject;
    await life.refresh();
    await life.apply(filtered(verify));
    await lab.connect().post("/nodes/pve3/qemu/102/firewall/ipset/ipfilter-net0", { cidr: "10.0.0.0/8" });
    lab.sent.length = 0;

    expect(await life.drift(filtered(verify))).toEqual(drift);

    expect(lab.sent).toHaveLength(requests);
  });

  it("is mended by the next change of a VM whose firewall is not asked for", async () => {
    await aVmThatIsThere(undefined, filtered(false));
    if (lab === undefined) throw new Error("there is no lab");
    const path = "/nodes/pve3/qemu/102/firewall/ipset/ipfilter-net0";
    const life = new Life(resource, lab.connect);
    life.state = (await resource.importState?.("102", undefined as never)) as ValueObject;
    await life.apply(filtered(false));
    await lab.connect().post(path, { cidr: "10.0.0.0/8" });

    await life.apply({ ...filtered(false), tags: ["blue"] });

    expect(await lab.connect().get(path)).toMatchObject([{ cidr: "10.20.0.12" }]);
  });
});

describe("A move to slipway_vm", () => {
  const state = { vm_id: 102, name: "web", cpu: [{ cores: 2 }] };
  const type = "proxmox_virtual_environment_vm";

  it.each(["registry.opentofu.org/bpg/proxmox", "registry.terraform.io/bpg/proxmox", "bpg/proxmox"])(
    "takes over what %s has made, by its id",
    (provider) => {
      expect(resource.move?.({ provider, type, version: 0, state })).toEqual({ vm_id: 102 });
    },
  );

  it.each([
    ["another provider", { provider: "registry.opentofu.org/telmate/proxmox" }],
    ["another type", { type: "proxmox_virtual_environment_container" }],
    ["a state without an id", { state: { vm_id: null } }],
  ])("refuses %s", (_name, change) => {
    const source = { provider: "registry.opentofu.org/bpg/proxmox", type, version: 0, state, ...change };

    expect(resource.move?.(source)).toBeNull();
  });
});

describe("A state of slipway_vm that an older version has saved", () => {
  it.each([
    [true, 1, { source: "/dev/urandom", max_bytes: null, period: null }],
    [false, 0, null],
  ])("has serial port and random number generator: %s", (there, serial_ports, rng) => {
    const saved = Object.fromEntries(Object.entries(aVm()).filter(([name]) => name !== "serial_ports"));

    expect(upgradeVm({ ...saved, serial_device: there, rng: there }, 0)).toEqual({ ...saved, serial_ports, rng });
  });
});

function disksOf(state: ValueObject): readonly ValueObject[] {
  return state.disks as readonly ValueObject[];
}
