import { resource as reboot } from "../../../../lib/provider/resources/reboot/resource";
import { resource } from "../../../../lib/provider/resources/vm/resource";
import { Life } from "../../proxmox/life";
import { leastPrivileges, onTheLab, type LabSettings, type OnTheLab } from "../../proxmox/on-the-lab";
import { config, disk, nic } from "./a-config";

let lab: OnTheLab;

afterEach(() => lab.stop());

async function aVmOn(settings: LabSettings = {}): Promise<Life> {
  lab = await onTheLab(settings);
  return new Life(resource, lab.connect);
}

describe("slipway_vm on the lab", () => {
  it("creates, finds nothing more to do, changes, heals and removes a VM, with the least privileges", async () => {
    const web = await aVmOn();

    const created = await web.apply(config());

    expect(created).toMatchObject({ errors: [], warnings: [] });
    expect(created.state).toMatchObject({ vm_id: 102, cores: 2, current_node: "pve3", started: true });
    expect(lab.pve.vm(102)?.config).toMatchObject({
      name: "web",
      tags: "guest;slipway",
      net0: "virtio=BC:24:11:00:00:66,bridge=vmbr1,firewall=1",
    });
    expect(await web.drift(config())).toEqual([]);

    const changed = config({
      name: "shop",
      tags: ["shop"],
      memory_mib: 6144,
      disks: [disk({ size_gib: 24 }), disk({ interface: "virtio1", size_gib: 8, serial: "data" })],
      network_devices: [nic({ addresses: ["10.20.0.13"] })],
    });
    expect(await web.apply(changed)).toMatchObject({ errors: [], warnings: [], replaced: false });
    expect(lab.powered).toEqual(["start 102", "shutdown 102", "start 102"]);
    expect(lab.pve.vm(102)?.disks.get("virtio0")?.sizeBytes).toBe(24 * 1024 ** 3);
    expect(await web.drift(changed)).toEqual([]);

    lab.pve.poweredOff(102);
    expect(await web.drift(changed)).toEqual(["started"]);
    expect(await web.apply(changed)).toMatchObject({ errors: [] });
    expect(lab.pve.vm(102)?.running).toBe(true);

    expect(await web.apply(null)).toMatchObject({ errors: [], warnings: [], state: null });
    expect(lab.pve.vms()).toEqual([]);
  });

  it("creates a VM with firmware, CD drive and everything else", async () => {
    const install = await aVmOn();
    const everything = config({
      description: "Install VM\nof the servers",
      cores: 4,
      cpu_type: "host",
      bios: "ovmf",
      rng: { source: null, max_bytes: null, period: null },
      serial_ports: 0,
      on_boot: false,
      started: false,
      boot_order: ["scsi0", "net1"],
      disks: [disk({ interface: "scsi0", discard: false, iothread: false, backup: false })],
      efi_disk: { datastore_id: "local-lvm", pre_enrolled_keys: null },
      network_devices: [
        nic({ vlan_id: 20, mtu: 1 }),
        nic({ mac_address: "BC:24:11:00:00:67", model: "e1000", addresses: null }),
      ],
      firewall: null,
    });

    expect(await install.apply(everything)).toMatchObject({ errors: [], warnings: [] });
    expect(await install.drift(everything)).toEqual([]);
    expect(lab.powered).toEqual([]);
  });

  it("follows a VM that was moved", async () => {
    const web = await aVmOn();
    await web.apply(config());

    lab.pve.move(102, "pve1");

    expect(await web.drift(config())).toEqual([]);
    expect(web.state).toMatchObject({ node_name: "pve3", current_node: "pve1" });
    expect(await web.apply(config({ name: "shop" }))).toMatchObject({ errors: [] });
    expect(lab.pve.vm(102)?.config["name"]).toBe("shop");
  });

  it("touches no VM that has its id", async () => {
    const first = await aVmOn();
    await first.apply(config({ name: "db", network_devices: null, boot_order: ["virtio0"] }));
    const powered = [...lab.powered];

    const second = await new Life(resource, lab.connect).apply(config({ node_name: "pve2" }));

    expect(second.state).toBeNull();
    expect(second.errors).toMatchObject([
      { detail: expect.stringContaining('taken by VM "db" on node pve3') as string },
    ]);
    expect(lab.powered).toEqual(powered);
    expect(lab.pve.vm(102)?.config["name"]).toBe("db");
  });

  it("does not take a VM for its own that was made anew under the same id", async () => {
    const web = await aVmOn();
    await web.apply(config());
    const before = web.state;
    await web.apply(null);
    await new Life(resource, lab.connect).apply(config({ name: "theirs" }));

    web.state = before;
    await web.apply(null);

    expect(lab.pve.vm(102)?.config["name"]).toBe("theirs");
  });

  it("stops a VM that is deaf, and says so", async () => {
    const web = await aVmOn();
    await web.apply(config());
    lab.deaf.add(102);

    const { errors, warnings } = await web.apply(config({ cores: 4 }));

    expect(errors).toEqual([]);
    expect(warnings).toMatchObject([{ summary: 'VM "web" had to be stopped' }]);
    expect(lab.powered).toEqual(["start 102", "shutdown 102", "stop 102", "start 102"]);
  });

  it("refuses to remove a protected VM while it runs", async () => {
    const web = await aVmOn();
    await web.apply(config({ protection: true }));

    const { errors } = await web.apply(null);

    expect(errors).toMatchObject([{ summary: 'Unable to remove VM "web"', path: ["protection"] }]);
    expect(lab.pve.vm(102)?.running).toBe(true);
    expect(await web.apply(config())).toMatchObject({ errors: [] });
    expect(await web.apply(null)).toMatchObject({ errors: [], state: null });
  });

  it("names the privilege that the token lacks, and leaves nothing behind", async () => {
    const web = await aVmOn({ privileges: leastPrivileges.filter((name) => name !== "VM.Config.HWType") });

    const { errors, state } = await web.apply(config());

    expect(errors[0]?.detail).toContain('The API token "slipway@pve!ci" lacks VM.Config.HWType on /vms/102');
    expect(state).toBeNull();
    expect(lab.pve.vms()).toEqual([]);
  });

  it("needs more than the least privileges for a start order alone", async () => {
    const web = await aVmOn();

    const { errors } = await web.apply(config({ startup: { order: 1, up_delay: null, down_delay: null } }));

    expect(errors[0]?.detail).toContain("lacks Sys.Modify on /");
  });

  it("keeps a VM that does not start, so that the next apply makes it anew", async () => {
    let broken = true;
    const web = await aVmOn({
      faults: ({ path }) =>
        broken && path.endsWith("/status/start") ? { status: 500, message: "no memory left" } : undefined,
    });

    const { errors, state } = await web.apply(config());
    broken = false;

    expect(errors[0]?.detail).toContain("no memory left");
    expect(state).toMatchObject({ vm_id: 102, started: false });
    // OpenTofu takes the resource for tainted: it destroys and creates.
    expect(await web.apply(null)).toMatchObject({ errors: [], state: null });
    expect(await web.apply(config())).toMatchObject({ errors: [] });
    expect(lab.pve.vms().map(({ vmid }) => vmid)).toEqual([102]);
  });

  it("knows its VM by its UUID when the answer to the creation was lost", async () => {
    let lost = false;
    const web = await aVmOn({
      faults: ({ method, path }) => {
        if (lost || method !== "POST" || !path.endsWith("/qemu")) return undefined;
        lost = true;
        return { dropAfterBytes: 0 };
      },
    });

    const { errors, state } = await web.apply(config());

    expect(errors[0]?.summary).toBe('Unable to create VM "web"');
    expect(state).toMatchObject({ smbios_uuid: expect.stringMatching(/^[0-9a-f-]{36}$/) as string });
    expect(await web.apply(config())).toMatchObject({ errors: [] });
  });

  it("keeps what is true when a change breaks off, and goes on from there", async () => {
    let broken = true;
    const web = await aVmOn({
      faults: ({ method, path }) =>
        broken && method === "PUT" && path.endsWith("/config") ? { status: 500, message: "got timeout" } : undefined,
    });
    await web.apply(config());

    const { errors, state } = await web.apply(config({ memory_mib: 8192 }));
    broken = false;

    expect(errors[0]?.summary).toBe('Unable to change VM "web"');
    expect(state).toMatchObject({ memory_mib: 4096, started: true });
    expect(lab.pve.vm(102)?.running).toBe(true);
    expect(await web.apply(config({ memory_mib: 8192 }))).toMatchObject({
      errors: [],
      state: { memory_mib: 8192, started: true },
    });
    expect(await web.drift(config({ memory_mib: 8192 }))).toEqual([]);
  });

  it("replaces a VM whose disk moves to another interface", async () => {
    const web = await aVmOn();
    await web.apply(config());

    const moved = config({ disks: [disk({ interface: "scsi0" })], boot_order: ["scsi0"] });

    expect(await web.apply(moved)).toMatchObject({ errors: [], replaced: true });
    expect([...(lab.pve.vm(102)?.disks.keys() ?? [])]).toEqual(["scsi0"]);
  });

  it("refuses to shrink a disk, at plan", async () => {
    const web = await aVmOn();
    await web.apply(config());

    const { errors } = await web.apply(config({ disks: [disk({ size_gib: 8 })] }));

    expect(errors).toMatchObject([{ path: ["disks", 0, "size_gib"] }]);
  });

  it("restarts for another image", async () => {
    const web = await aVmOn();
    await web.apply(config());
    const restart = new Life(reboot, lab.connect);
    const wanted = (image: string) => ({
      vm_id: 102,
      name: "web",
      image,
      policy: null,
      shutdown_timeout: null,
      boot: null,
    });

    await restart.apply(wanted("local:iso/a.iso"));
    const { errors } = await restart.apply(wanted("local:iso/b.iso"));

    expect(errors).toEqual([]);
    expect(lab.powered).toEqual(["start 102", "shutdown 102", "start 102"]);
    expect(await restart.drift(wanted("local:iso/b.iso"))).toEqual([]);
  });

  it("reads a plan of many VMs with one listing and one config each", async () => {
    await aVmOn();
    const plain = (index: number) =>
      config({ vm_id: 200 + index, name: `n${index}`, network_devices: null, firewall: null, boot_order: ["virtio0"] });
    const one = lab.connect();
    const lives = Array.from({ length: 10 }, () => new Life(resource, () => one));
    await Promise.all(lives.map((life, index) => life.apply(plain(index))));
    const another = lab.connect();
    const refreshed = lives.map((life) => Object.assign(new Life(resource, () => another), { state: life.state }));
    lab.sent.length = 0;

    await Promise.all(refreshed.map((life) => life.refresh()));

    expect(lab.sent).toHaveLength(11);
  });
});
