import { resource } from "../../../../lib/provider/resources/vm/resource";
import { Life } from "../../proxmox/life";
import { onTheLab, type LabSettings, type OnTheLab } from "../../proxmox/on-the-lab";
import { config, disk, nic } from "./a-config";

let lab: OnTheLab;

afterEach(() => lab.stop());

async function aVmOn(settings: LabSettings = {}): Promise<Life> {
  lab = await onTheLab(settings);
  return new Life(resource, lab.connect);
}

const limits = {
  iops: null,
  iops_rd: 500,
  iops_wr: 200,
  iops_max: null,
  iops_rd_max: 1000,
  iops_wr_max: null,
  mbps: 40.5,
  mbps_rd: null,
  mbps_wr: null,
  mbps_max: null,
  mbps_rd_max: null,
  mbps_wr_max: null,
};

describe("slipway_vm with every device", () => {
  it("is written whole, and read back as it was written", async () => {
    const vm = await aVmOn();
    const everything = config({
      bios: "ovmf",
      boot_order: ["scsi0", "net0"],
      disks: [
        disk({ interface: "scsi0", ssd: true, cache: "writeback", aio: "threads", limits }),
        disk({ interface: "virtio0", ro: true, replicate: false, size_gib: 1 }),
        disk({ interface: "sata1", ssd: true, size_gib: 2 }),
        disk({ interface: "ide0", size_gib: 3, discard: false, backup: false }),
      ],
      efi_disk: { datastore_id: "local-lvm", pre_enrolled_keys: true },
      tpm_state: { datastore_id: "local-lvm", version: null },
      rng: { source: "/dev/random", max_bytes: 2048, period: 500 },
      serial_ports: 3,
      vga: { type: "serial1", memory: null },
      watchdog: { model: null, action: "poweroff" },
      network_devices: [
        nic({ queues: 4, mtu: 9000, rate: 12.5, trunks: ["20", "30-39"] }),
        nic({ mac_address: "BC:24:11:00:00:67", link_down: true, firewall: false, addresses: null }),
      ],
    });

    expect(await vm.apply(everything)).toMatchObject({ errors: [], warnings: [] });

    expect(lab.pve.vm(102)?.config).toMatchObject({
      efidisk0: "local-lvm:vm-102-disk-0,efitype=4m,pre-enrolled-keys=1,size=4M",
      ide0: "local-lvm:vm-102-disk-1,backup=0,discard=ignore,size=3G",
      net0: "virtio=BC:24:11:00:00:66,bridge=vmbr1,firewall=1,mtu=9000,queues=4,rate=12.5,trunks=20;30-39",
      net1: "virtio=BC:24:11:00:00:67,bridge=vmbr1,firewall=0,link_down=1",
      rng0: "source=/dev/random,max_bytes=2048,period=500",
      sata1: "local-lvm:vm-102-disk-2,backup=1,discard=on,size=2G,ssd=1",
      scsi0:
        "local-lvm:vm-102-disk-3,aio=threads,backup=1,cache=writeback,discard=on,iops_rd=500,iops_rd_max=1000,iops_wr=200,iothread=1,mbps=40.5,size=16G,ssd=1",
      serial0: "socket",
      serial1: "socket",
      serial2: "socket",
      tpmstate0: "local-lvm:vm-102-disk-4,size=4M,version=v2.0",
      vga: "type=serial1",
      virtio0: "local-lvm:vm-102-disk-5,backup=1,discard=on,iothread=1,replicate=0,ro=1,size=1G",
      watchdog: "model=i6300esb,action=poweroff",
    });
    expect(await vm.drift(everything)).toEqual([]);
  });

  it("throttles a disk and counts it among backups while the VM runs", async () => {
    const vm = await aVmOn();
    await vm.apply(config({ disks: [disk({ limits })] }));

    const changed = config({ disks: [disk({ limits: { ...limits, iops_rd: 800 }, backup: false, replicate: false })] });
    expect(await vm.apply(changed)).toMatchObject({ errors: [], warnings: [] });

    expect(lab.powered).toEqual(["start 102"]);
    expect(await vm.drift(changed)).toEqual([]);
  });

  it.each([
    ["a disk gets another cache", { disks: [disk({ cache: "writethrough" })] }],
    ["a disk comes to a bus that plugs nothing in", { disks: [disk(), disk({ interface: "sata0", size_gib: 1 })] }],
    ["there is another display", { vga: { type: "virtio", memory: 64 } }],
    ["there is a watchdog", { watchdog: { model: "ib700", action: null } }],
    ["there is a random number generator", { rng: { source: null, max_bytes: null, period: null } }],
    ["there is one more serial port", { serial_ports: 2 }],
    ["it gets a second socket, and NUMA with it", { sockets: 2, numa: true }],
    ["it gets a balloon", { memory_minimum_mib: 1024 }],
  ])("shuts the VM down and starts it when %s", async (_name, changes) => {
    const vm = await aVmOn();
    await vm.apply(config());

    expect(await vm.apply(config(changes))).toMatchObject({ errors: [], warnings: [], replaced: false });

    expect(lab.powered).toEqual(["start 102", "shutdown 102", "start 102"]);
    expect(await vm.drift(config(changes))).toEqual([]);
  });

  it("limits a VM, weighs it and fills its balloon while it runs", async () => {
    const vm = await aVmOn();
    await vm.apply(config({ memory_minimum_mib: 1024 }));

    const changed = config({ memory_minimum_mib: 2048, cpu_limit: 1.5, cpu_units: 200 });
    expect(await vm.apply(changed)).toMatchObject({ errors: [], warnings: [] });

    expect(lab.powered).toEqual(["start 102"]);
    expect(lab.pve.vm(102)?.active).toMatchObject({ balloon: 2048, cpulimit: "1.5", cpuunits: 200 });
    expect(await vm.drift(changed)).toEqual([]);

    await vm.apply(config({ memory_minimum_mib: 2048 }));
    expect(Object.keys(lab.pve.vm(102)?.active ?? {}).filter((key) => key.startsWith("cpu"))).toEqual(["cpu"]);
    expect(lab.powered).toEqual(["start 102"]);
  });

  it("sees sockets, limits and a balloon that were set by hand", async () => {
    const vm = await aVmOn();
    await vm.apply(config());
    const found = lab.pve.vm(102);
    Object.assign(found?.config ?? {}, { sockets: 2, cpulimit: "2", cpuunits: 50, numa: 1, balloon: 512 });

    const drifted = ["sockets", "cpu_limit", "cpu_units", "numa", "memory_minimum_mib"];
    const seen = (await vm.drift(config())) ?? [];
    expect([...seen].sort()).toEqual([...drifted].sort());
  });

  it("leaves a VM running that an older Slipway has imported, whose configuration names no balloon", async () => {
    const vm = await aVmOn();
    await vm.apply(config());
    Reflect.deleteProperty(lab.pve.vm(102)?.config ?? {}, "balloon");

    expect(await vm.drift(config())).toEqual([]);
    expect(await vm.apply(config({ description: "Shop" }))).toMatchObject({ errors: [] });

    expect(lab.powered).toEqual(["start 102"]);
  });

  it("plugs a disk into a running VM", async () => {
    const vm = await aVmOn();
    await vm.apply(config());

    await vm.apply(config({ disks: [disk(), disk({ interface: "scsi4", size_gib: 1 })] }));

    expect(lab.powered).toEqual(["start 102"]);
    expect([...(lab.pve.vm(102)?.disks.keys() ?? [])]).toEqual(["virtio0", "scsi4"]);
  });

  it("replaces a VM that gets another TPM", async () => {
    const vm = await aVmOn();
    await vm.apply(config());

    const withTpm = config({ tpm_state: { datastore_id: "local-lvm", version: "v2.0" } });

    expect(await vm.apply(withTpm)).toMatchObject({ errors: [], replaced: true });
  });

  describe("made from an image", () => {
    const image = { name: "fcos.qcow2", mib: 2048 };
    const imported = (size_gib: number, from = "local:import/fcos.qcow2") =>
      config({ disks: [disk({ import_from: from, size_gib })] });

    it("grows the disk to its size", async () => {
      const vm = await aVmOn({ image });

      expect(await vm.apply(imported(10))).toMatchObject({ errors: [], warnings: [] });

      expect(lab.pve.vm(102)?.disks.get("virtio0")).toMatchObject({
        sizeBytes: 10 * 1024 ** 3,
        contents: { kind: "written" },
      });
      expect(await vm.drift(imported(10))).toEqual([]);
    });

    it("leaves a disk that is as large as its image", async () => {
      const vm = await aVmOn({ image });

      expect(await vm.apply(imported(2))).toMatchObject({ errors: [] });

      expect(lab.sent.filter(({ path }) => path.endsWith("/resize"))).toEqual([]);
    });

    it("refuses an image that is larger than its disk, while there is no VM yet", async () => {
      const vm = await aVmOn({ image });

      const { errors, state } = await vm.apply(imported(1));

      expect(errors).toMatchObject([
        {
          summary: 'Unable to make disk virtio0 of VM "web"',
          detail:
            "virtio0 was to be made from local:import/fcos.qcow2, which has 2 GiB: more than the 1 GiB of size_gib. Raise size_gib.\nNothing was changed.",
          path: ["disks", 0, "size_gib"],
        },
      ]);
      expect(state).toBeNull();
      expect(lab.pve.vms()).toEqual([]);
    });

    it("refuses it afterwards where the storage does not tell its size", async () => {
      const vm = await aVmOn({
        image,
        faults: ({ path }) => (path.includes("/content/") ? { status: 501, message: "not here" } : undefined),
      });

      const { errors, state } = await vm.apply(imported(1));

      expect(errors[0]?.detail).toContain("has 2 GiB: more than the 1 GiB of size_gib");
      expect(state).toMatchObject({ vm_id: 102, started: false });
      expect(lab.powered).toEqual([]);
    });

    it("leaves the disk alone when another image is named, and says so", async () => {
      const vm = await aVmOn({ image });
      await vm.apply(imported(10));

      const { errors, warnings, replaced } = await vm.apply(imported(10, "local:import/newer.qcow2"));

      expect([errors, replaced]).toEqual([[], false]);
      expect(warnings).toMatchObject([
        { summary: 'Disk virtio0 of VM "web" stays as it is', path: ["disks", 0, "import_from"] },
      ]);
    });

    it("grows a disk that is added to a VM from an image", async () => {
      const vm = await aVmOn({ image });
      await vm.apply(config());

      const two = config({
        disks: [disk(), disk({ interface: "virtio1", import_from: "local:import/fcos.qcow2", size_gib: 5 })],
      });

      expect(await vm.apply(two)).toMatchObject({ errors: [], warnings: [] });
      expect(lab.pve.vm(102)?.disks.get("virtio1")?.sizeBytes).toBe(5 * 1024 ** 3);
    });

    it("refuses to add a disk that is smaller than its image, and leaves the VM as it is", async () => {
      const vm = await aVmOn({ image });
      await vm.apply(config());
      const before = { ...lab.pve.vm(102)?.config };

      const small = disk({ interface: "sata1", import_from: "local:import/fcos.qcow2", size_gib: 1 });
      const { errors } = await vm.apply(config({ name: "shop", disks: [disk(), small] }));

      expect(errors).toMatchObject([{ path: ["disks", 1, "size_gib"] }]);
      expect(lab.pve.vm(102)?.config).toEqual(before);
      expect(lab.powered).toEqual(["start 102"]);
      expect(await vm.drift(config())).toEqual([]);
    });
  });
});
