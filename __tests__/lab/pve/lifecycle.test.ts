import { aLab, anIso } from "./a-lab";
import type { ALab } from "./a-lab";

let lab: ALab;

beforeEach(async () => {
  lab = await aLab();
});

afterEach(() => lab.stop());

/** What bpg/proxmox sends for an install VM, as recorded. */
const installVm = {
  acpi: 1,
  agent: "enabled=0,fstrim_cloned_disks=0,type=virtio",
  balloon: 0,
  bios: "seabios",
  boot: "order=scsi0;ide2",
  cores: 2,
  cpu: "host",
  description: "install server",
  ide2: "file=local:iso/fcos-install-1.iso,media=cdrom,",
  keyboard: "en-us",
  machine: "q35",
  memory: 4096,
  name: "boot0",
  net0: "model=virtio,bridge=vmbr0,firewall=0,macaddr=BC:24:11:00:00:01,tag=20",
  numa: 0,
  onboot: 1,
  ostype: "l26",
  pool: "fcos",
  protection: 0,
  scsi0:
    "file=local-lvm:16,format=raw,size=17179869184,aio=io_uring,backup=1,iothread=1,ssd=0,discard=on,cache=none,replicate=1",
  scsihw: "virtio-scsi-single",
  serial0: "socket",
  sockets: 1,
  startup: "order=1,up=30,down=60",
  tablet: 1,
  tags: "install;Fcos",
  template: 0,
  virtio0:
    "file=local-lvm:32,format=raw,size=34359738368,aio=io_uring,backup=0,iothread=0,serial=data,discard=ignore,cache=none,replicate=1",
  vmid: 9000,
};

describe("startPve", () => {
  it("carries a VM from creation to removal, as recorded", async () => {
    await lab.call("POST", "/pools", { comment: "cdktf", poolid: "fcos" });
    await anIso(lab, "fcos-install-1.iso");

    const created = await lab.task("POST", "/nodes/pve1/qemu", installVm);
    const config = (await lab.call("GET", "/nodes/pve1/qemu/9000/config")) as Record<string, unknown>;
    const started = await lab.task("POST", "/nodes/pve1/qemu/9000/status/start", { timeout: 1800 });
    const running = await lab.call("GET", "/nodes/pve1/qemu/9000/status/current");
    const stopped = await lab.task("POST", "/nodes/pve1/qemu/9000/status/stop");
    const removed = await lab.task("DELETE", "/nodes/pve1/qemu/9000/", { "destroy-unreferenced-disks": 1, purge: 1 });

    expect([created, started, stopped, removed]).toEqual(["OK", "OK", "OK", "OK"]);
    expect(config).toEqual({
      acpi: 1,
      agent: "enabled=0,fstrim_cloned_disks=0,type=virtio",
      balloon: 0,
      bios: "seabios",
      boot: "order=scsi0;ide2",
      cores: 2,
      cpu: "host",
      description: "install server",
      digest: expect.stringMatching(/^[0-9a-f]{40}$/),
      ide2: "local:iso/fcos-install-1.iso,media=cdrom,size=1M",
      keyboard: "en-us",
      machine: "q35",
      memory: "4096",
      meta: expect.stringMatching(/^creation-qemu=10\.1\.2,ctime=\d+$/),
      name: "boot0",
      net0: "virtio=BC:24:11:00:00:01,bridge=vmbr0,firewall=0,tag=20",
      numa: 0,
      onboot: 1,
      ostype: "l26",
      protection: 0,
      scsi0:
        "local-lvm:vm-9000-disk-0,aio=io_uring,backup=1,cache=none,discard=on,iothread=1,replicate=1,size=16G,ssd=0",
      scsihw: "virtio-scsi-single",
      serial0: "socket",
      smbios1: expect.stringMatching(/^uuid=[0-9a-f-]{36}$/),
      sockets: 1,
      startup: "order=1,up=30,down=60",
      tablet: 1,
      tags: "fcos;install",
      template: 0,
      virtio0:
        "local-lvm:vm-9000-disk-1,aio=io_uring,backup=0,cache=none,discard=ignore,iothread=0,replicate=1,serial=data,size=32G",
      vmgenid: expect.stringMatching(/^[0-9a-f-]{36}$/),
    });
    expect(running).toMatchObject({
      cpus: 2,
      ha: { managed: 0 },
      maxdisk: 17179869184,
      maxmem: 4294967296,
      name: "boot0",
      qmpstatus: "running",
      status: "running",
      vmid: 9000,
    });
    expect(lab.powered).toEqual(["start 9000", "stop 9000", "removed 9000"]);
    await expect(lab.call("GET", "/nodes/pve1/qemu/9000/status/current")).rejects.toThrow(
      "500 Configuration file 'nodes/pve1/qemu-server/9000.conf' does not exist",
    );
  });
});
