import type { Schema } from "../../framework/schema";

export const schema: Schema = {
  version: 0,
  description:
    "A virtual machine: only what Fedora CoreOS machines need. It never adopts a VM that it did not create, follows one that moved to another node, and shuts a VM down before a change that needs it.",
  attributes: {
    vm_id: { type: "number", mode: "required", replace: true, description: "100 to 999999999, unique in the cluster." },
    name: { type: "string", mode: "required", description: "A DNS label." },
    node_name: {
      type: "string",
      mode: "required",
      description: "Node to create the VM on. A VM that has moved since is left where it is.",
    },
    description: { type: "string", mode: "optional", description: "Notes." },
    tags: { type: { set: "string" }, mode: "optional", description: "Lower-case." },
    pool_id: { type: "string", mode: "optional", replace: true, description: "Resource pool." },
    cores: { type: "number", mode: "optional-computed", default: 2, description: "Cores." },
    cpu_type: { type: "string", mode: "optional-computed", default: "x86-64-v2-AES", description: "Emulated CPU." },
    memory_mib: { type: "number", mode: "required", description: "Memory, in MiB." },
    bios: { type: "string", mode: "optional-computed", default: "seabios", description: "`seabios` or `ovmf`." },
    machine: { type: "string", mode: "optional", description: "Machine type; without it, Proxmox's default (i440fx)." },
    scsi_hardware: {
      type: "string",
      mode: "optional-computed",
      default: "virtio-scsi-single",
      description: "SCSI controller.",
    },
    on_boot: { type: "bool", mode: "optional-computed", default: true, description: "Started with its node." },
    started: { type: "bool", mode: "optional-computed", default: true, description: "Whether the VM runs." },
    protection: {
      type: "bool",
      mode: "optional-computed",
      default: false,
      description: "Refuses removal of the VM and its disks.",
    },
    serial_device: {
      type: "bool",
      mode: "optional-computed",
      default: true,
      description: "A serial console, `serial0: socket`.",
    },
    rng: {
      type: "bool",
      mode: "optional-computed",
      default: false,
      description: "A VirtIO RNG fed from /dev/urandom. OVMF needs it to netboot.",
    },
    boot_order: { type: { list: "string" }, mode: "required", description: "Devices to boot from, first one first." },
    disks: {
      nested: "list",
      mode: "optional",
      description: "Disks. Growing is done in place; shrinking, moving and removing are refused or replace the VM.",
      attributes: {
        interface: { type: "string", mode: "required", description: "`virtio0` to `virtio15` or `scsi0` to `scsi30`." },
        datastore_id: { type: "string", mode: "required", description: "Datastore with content type `images`." },
        size_gib: { type: "number", mode: "required", description: "Size, in GiB." },
        serial: {
          type: "string",
          mode: "optional",
          description: "Serial number that the guest sees, up to 20 characters.",
        },
        discard: {
          type: "bool",
          mode: "optional-computed",
          default: true,
          description: "Hands the guest's TRIM on to the storage.",
        },
        iothread: { type: "bool", mode: "optional-computed", default: true, description: "An I/O thread of its own." },
        backup: { type: "bool", mode: "optional-computed", default: true, description: "Part of backups." },
      },
    },
    efi_disk: {
      nested: "single",
      mode: "optional",
      replace: true,
      description: "Where OVMF keeps its variables.",
      attributes: {
        datastore_id: { type: "string", mode: "required", description: "Datastore with content type `images`." },
        pre_enrolled_keys: {
          type: "bool",
          mode: "optional-computed",
          default: false,
          description: "Secure Boot with the distribution's keys.",
        },
      },
    },
    cdrom: {
      nested: "single",
      mode: "optional",
      description: "A CD. A changed one is there at once and takes effect at the next boot.",
      attributes: {
        interface: {
          type: "string",
          mode: "optional-computed",
          default: "ide2",
          description: "`ide0` to `ide3` or `sata0` to `sata5`.",
        },
        volume_id: { type: "string", mode: "required", description: "`<datastore>:iso/<file name>`." },
      },
    },
    network_devices: {
      nested: "list",
      mode: "optional",
      description: "NICs, `net0` first.",
      attributes: {
        bridge: { type: "string", mode: "required", description: "Bridge on the node." },
        mac_address: { type: "string", mode: "required", description: "Upper-case, with colons." },
        model: { type: "string", mode: "optional-computed", default: "virtio", description: "Emulated NIC." },
        vlan_id: { type: "number", mode: "optional", description: "VLAN tag, 1 to 4094." },
        mtu: { type: "number", mode: "optional", description: "MTU of a VirtIO NIC; 1 takes the bridge's." },
        firewall: {
          type: "bool",
          mode: "optional-computed",
          default: true,
          description: "Whether the Proxmox firewall filters this NIC.",
        },
        addresses: {
          type: { list: "string" },
          mode: "optional",
          description: "With the firewall: the only IP addresses that the guest may use on this NIC.",
        },
      },
    },
    firewall: {
      nested: "single",
      mode: "optional",
      description: "The VM's firewall options. Without it they are left alone.",
      attributes: {
        enabled: {
          type: "bool",
          mode: "optional-computed",
          default: true,
          description: "Firewall rules and filters apply to this VM.",
        },
        mac_filter: {
          type: "bool",
          mode: "optional-computed",
          default: true,
          description: "Only its own MAC addresses may be used.",
        },
        ip_filter: {
          type: "bool",
          mode: "optional-computed",
          default: true,
          description: "Only the `addresses` of each NIC may be used.",
        },
        dhcp: { type: "bool", mode: "optional-computed", default: true, description: "The VM may speak DHCP." },
        input_policy: {
          type: "string",
          mode: "optional-computed",
          default: "ACCEPT",
          description: "`ACCEPT`, `DROP` or `REJECT`.",
        },
        output_policy: {
          type: "string",
          mode: "optional-computed",
          default: "ACCEPT",
          description: "`ACCEPT`, `DROP` or `REJECT`.",
        },
      },
    },
    startup: {
      nested: "single",
      mode: "optional",
      description: "Place in the node's start order. Setting it needs Sys.Modify on `/`.",
      attributes: {
        order: { type: "number", mode: "required", description: "Smaller starts earlier." },
        up_delay: { type: "number", mode: "optional", description: "Seconds until the next VM starts." },
        down_delay: { type: "number", mode: "optional", description: "Seconds until the next VM stops." },
      },
    },
    shutdown_timeout: {
      type: "number",
      mode: "optional-computed",
      default: 60,
      description: "Seconds that the VM gets to shut down before it is stopped.",
    },
    current_node: { type: "string", mode: "computed", description: "Node on which the VM is now." },
    smbios_uuid: {
      type: "string",
      mode: "computed",
      description:
        "UUID that the VM was created with. By it the provider knows its own VM from another one with the same id.",
    },
  },
};
