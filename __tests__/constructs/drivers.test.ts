import { ByteSize, GuestVm, InstallVm, Proxmox, Subnet } from "../../lib";
import { EXAMPLE_RELEASE } from "../stacks/example-settings";
import { anInstallVm, aProxmox, synthesizeStack, type Synthesized } from "./synth";

function aGuest(driver: "bpg" | "native"): Synthesized {
  return synthesizeStack((stack) => {
    const install = anInstallVm(stack, { proxmox: aProxmox(stack, { driver, poolId: "shop" }) });
    const guest = new GuestVm(stack, "db", { install, bios: "ovmf", startInOrder: true, description: "keeps ${all}" });
    guest.addDataDisk("pgdata", { size: ByteSize.gib(40), mountAt: "/var/lib/pgdata" });
  });
}

function vmOf(stack: Synthesized, type: string): unknown {
  return Object.entries(stack.resource?.[type] ?? {}).find(([name]) => name.startsWith("db"))?.[1];
}

describe("the bpg driver", () => {
  const stack = aGuest("bpg");

  it("describes the VM so that none of the provider's defaults gets in the way", () => {
    expect(vmOf(stack, "proxmox_virtual_environment_vm")).toEqual({
      agent: { enabled: false },
      bios: "ovmf",
      boot_order: ["virtio0", "net0"],
      cpu: { cores: 2, type: "x86-64-v2-AES" },
      depends_on: ["slipway_files.db_files_3A54984D"],
      description: '${"keeps \\u0024{all}"}',
      disk: [
        {
          backup: true,
          datastore_id: "local-lvm",
          discard: "on",
          file_format: "raw",
          interface: "virtio0",
          iothread: true,
          serial: "system",
          size: 20,
        },
        {
          backup: true,
          datastore_id: "local-lvm",
          discard: "on",
          file_format: "raw",
          interface: "virtio1",
          iothread: true,
          serial: "pgdata",
          size: 40,
        },
      ],
      efi_disk: { datastore_id: "local-lvm", file_format: "raw", pre_enrolled_keys: false, type: "4m" },
      lifecycle: {
        ignore_changes: ["node_name"],
        precondition: [
          {
            condition:
              '${alltrue([for own in [{"vms":data.proxmox_virtual_environment_vms.proxmox-vms.vms,"id":101,"name":"db"}] : alltrue([for vm in own.vms : vm.vm_id != own.id || vm.name == own.name])])}',
            error_message: 'VM id 101 is taken by another VM than "db". Choose another vmId, or remove that VM.',
          },
        ],
        replace_triggered_by: ["terraform_data.db_config_DDC31352"],
      },
      memory: { dedicated: 4096, floating: 0 },
      name: "db",
      network_device: [
        {
          bridge: "vmbr1",
          disconnected: null,
          enabled: null,
          firewall: true,
          mac_address: "BC:24:11:00:00:65",
          model: "virtio",
          mtu: null,
          queues: null,
          rate_limit: null,
          trunks: null,
          vlan_id: null,
        },
      ],
      node_name: "pve2",
      on_boot: true,
      operating_system: { type: "l26" },
      pool_id: "shop",
      protection: false,
      reboot_after_update: false,
      rng: [{ source: "/dev/urandom" }],
      scsi_hardware: "virtio-scsi-single",
      serial_device: [{ device: "socket" }],
      started: true,
      startup: { order: 2 },
      stop_on_destroy: true,
      tags: ["guest", "slipway"],
      vm_id: 101,
    });
  });

  it("holds its NIC to its addresses, by an IP set that is there before the filter is", () => {
    const place = {
      node_name: "${proxmox_virtual_environment_vm.db_vm_C110C6AD.node_name}",
      vm_id: "${proxmox_virtual_environment_vm.db_vm_C110C6AD.vm_id}",
    };

    expect(vmOf(stack, "proxmox_virtual_environment_firewall_ipset")).toEqual({
      ...place,
      name: "ipfilter-net0",
      cidr: [{ name: "10.20.0.11" }],
    });
    expect(vmOf(stack, "proxmox_virtual_environment_firewall_options")).toEqual({
      ...place,
      depends_on: [expect.stringMatching(/^proxmox_virtual_environment_firewall_ipset\.db_vm-ipfilter-net0_/)],
      dhcp: true,
      enabled: true,
      input_policy: "ACCEPT",
      ipfilter: true,
      macfilter: true,
      output_policy: "ACCEPT",
    });
  });

  it("has the installation follow a VM that is made anew", () => {
    expect(vmOf(stack, "slipway_installation")).toMatchObject({
      vm_id: "${proxmox_virtual_environment_vm.db_vm_C110C6AD.vm_id}",
      lifecycle: { replace_triggered_by: ["proxmox_virtual_environment_vm.db_vm_C110C6AD.id"] },
    });
    expect(vmOf(stack, "slipway_installation")).not.toHaveProperty("machine");
  });

  it("asks for the cluster's VMs once, and brings both providers", () => {
    expect(Object.keys(stack.data?.["proxmox_virtual_environment_vms"] ?? {})).toEqual(["proxmox-vms"]);
    expect(stack.provider).toEqual({
      proxmox: [{ endpoint: "https://pve1.example.org:8006" }],
      slipway: [{ endpoint: "https://pve1.example.org:8006" }],
    });
  });
});

describe("the native driver", () => {
  const stack = aGuest("native");

  it("tells the installation which machine it is", () => {
    expect(vmOf(stack, "slipway_installation")).toMatchObject({
      machine: "${slipway_vm.db_vm_C110C6AD.smbios_uuid}",
    });
    expect(vmOf(stack, "slipway_installation")).not.toHaveProperty("lifecycle");
  });

  it("describes the same VM", () => {
    expect(vmOf(stack, "slipway_vm")).toEqual({
      bios: "ovmf",
      boot_order: ["virtio0", "net0"],
      cores: 2,
      cpu_type: "x86-64-v2-AES",
      depends_on: ["slipway_files.db_files_3A54984D"],
      description: '${"keeps \\u0024{all}"}',
      disks: [
        {
          backup: true,
          datastore_id: "local-lvm",
          discard: true,
          interface: "virtio0",
          iothread: true,
          serial: "system",
          size_gib: 20,
        },
        {
          backup: true,
          datastore_id: "local-lvm",
          discard: true,
          interface: "virtio1",
          iothread: true,
          serial: "pgdata",
          size_gib: 40,
        },
      ],
      efi_disk: { datastore_id: "local-lvm", pre_enrolled_keys: false },
      firewall: {
        dhcp: true,
        enabled: true,
        input_policy: "ACCEPT",
        ip_filter: true,
        mac_filter: true,
        output_policy: "ACCEPT",
      },
      lifecycle: { replace_triggered_by: ["terraform_data.db_config_DDC31352"] },
      memory_mib: 4096,
      name: "db",
      network_devices: [
        {
          addresses: ["10.20.0.11"],
          bridge: "vmbr1",
          firewall: true,
          mac_address: "BC:24:11:00:00:65",
          model: "virtio",
        },
      ],
      node_name: "pve2",
      on_boot: true,
      pool_id: "shop",
      protection: false,
      rng: { source: "/dev/urandom" },
      scsi_hardware: "virtio-scsi-single",
      serial_ports: 1,
      started: true,
      startup: { order: 2 },
      tags: ["guest", "slipway"],
      vm_id: 101,
    });
  });

  it("brings no other provider", () => {
    expect(Object.keys(stack.provider ?? {})).toEqual(["slipway"]);
  });
});

describe("two clusters in one stack", () => {
  it("are told apart by an alias, and may have the same VM ids", () => {
    const { provider, resource } = synthesizeStack((stack) => {
      anInstallVm(stack);
      const proxmox = new Proxmox(stack, "other", {
        endpoint: "https://pve9.example.org:8006",
        driver: "native",
        nodes: ["pve9"],
        sshPublicKeys: ["ssh-ed25519 AAAAC3NzaC1lZDI1NTE5AAAAIG9wcw== ops"],
      });
      const subnet = new Subnet(stack, "others", { cidr: "10.30.0.0/24", gateway: "10.30.0.1", bridge: "vmbr2" });
      new InstallVm(stack, "install-other", { proxmox, subnet, release: EXAMPLE_RELEASE });
    });

    expect(provider).toEqual({
      slipway: [
        { endpoint: "https://pve1.example.org:8006" },
        { alias: "stack-other", endpoint: "https://pve9.example.org:8006" },
      ],
    });
    expect(Object.values(resource?.["slipway_vm"] ?? {}).map(({ vm_id, provider }) => [vm_id, provider])).toEqual([
      [9000, undefined],
      [9000, "slipway.stack-other"],
    ]);
  });
});
