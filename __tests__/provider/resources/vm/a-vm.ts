import type { Disk, NetworkDevice, VmState } from "../../../../lib/provider/resources/vm/state";

/** Guest "web" as a stack would have it, with changes. */
export function aVm(changes: Partial<VmState> = {}): VmState {
  return {
    vm_id: 102,
    name: "web",
    node_name: "pve3",
    description: null,
    tags: ["guest", "slipway"],
    pool_id: null,
    cores: 2,
    sockets: 1,
    cpu_type: "x86-64-v2-AES",
    cpu_limit: null,
    cpu_units: null,
    numa: false,
    memory_mib: 4096,
    memory_minimum_mib: null,
    bios: "seabios",
    machine: "q35",
    scsi_hardware: "virtio-scsi-single",
    on_boot: true,
    started: true,
    protection: false,
    serial_ports: 1,
    rng: null,
    vga: null,
    watchdog: null,
    boot_order: ["virtio0", "net0"],
    disks: [aDisk()],
    efi_disk: null,
    tpm_state: null,
    cdrom: null,
    network_devices: [aNic()],
    firewall: null,
    startup: null,
    ha: null,
    shutdown_timeout: 60,
    current_node: "pve3",
    smbios_uuid: "11111111-2222-4333-8444-555555555555",
    ...changes,
  };
}

export function aDisk(changes: Partial<Disk> = {}): Disk {
  return {
    interface: "virtio0",
    datastore_id: "local-lvm",
    size_gib: 16,
    import_from: null,
    serial: null,
    discard: true,
    iothread: true,
    backup: true,
    replicate: true,
    ssd: false,
    ro: false,
    cache: null,
    aio: null,
    limits: null,
    ...changes,
  };
}

export function aNic(changes: Partial<NetworkDevice> = {}): NetworkDevice {
  return {
    bridge: "vmbr1",
    mac_address: "BC:24:11:00:00:66",
    model: "virtio",
    vlan_id: null,
    trunks: null,
    mtu: null,
    queues: null,
    rate: null,
    link_down: false,
    firewall: true,
    addresses: null,
    ...changes,
  };
}

/** What Proxmox answers of {@link aVm}. */
export function aConfig(changes: Record<string, string | number> = {}): Record<string, string | number> {
  return {
    balloon: 0,
    bios: "seabios",
    boot: "order=virtio0;net0",
    cores: 2,
    cpu: "x86-64-v2-AES",
    digest: "4298777127ce7296390fdb8c02a4fac3a26279de",
    machine: "q35",
    memory: "4096",
    meta: "creation-qemu=10.0.2,ctime=1795309785",
    name: "web",
    net0: "virtio=BC:24:11:00:00:66,bridge=vmbr1,firewall=1",
    onboot: 1,
    ostype: "l26",
    protection: 0,
    scsihw: "virtio-scsi-single",
    serial0: "socket",
    smbios1: "uuid=11111111-2222-4333-8444-555555555555",
    tags: "guest;slipway",
    virtio0: "local-lvm:vm-102-disk-0,backup=1,discard=on,iothread=1,size=16G",
    vmgenid: "0ba2532c-3b29-44d2-bb2e-e7785f13647d",
    ...changes,
  };
}
