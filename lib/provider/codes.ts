import type { Codes } from "../values/code";

/** Every code that this module reports. */
export const CODES = {
  "vm/id": { meaning: "the id of the VM is out of range", fix: "choose one from 100 to 999999999" },
  "vm/name": { meaning: "the name of the VM is no DNS label", fix: "use 1 to 63 letters, digits and dashes" },
  "vm/node-name": { meaning: "this is no name of a node", fix: "write it as `pvesh get /nodes` does" },
  "vm/description": {
    meaning: "the description is too long or holds control characters",
    fix: "use up to 8192 characters",
  },
  "vm/tag": {
    meaning: "a tag holds what Proxmox does not take",
    fix: "use lower-case letters, digits and `_` `+` `.` `-`",
  },
  "vm/pool-id": { meaning: "this is no name of a pool", fix: "write it as Proxmox lists it" },
  "vm/cores": { meaning: "the number of cores is out of range", fix: "choose one from 1 to 8192" },
  "vm/cpu-type": { meaning: "this is no name of a CPU type", fix: "use `host`, or a name that Proxmox lists" },
  "vm/memory": { meaning: "the memory is out of range", fix: "give MiB, from 16 to 16777216" },
  "vm/bios": { meaning: "there is no such firmware", fix: "take `seabios` or `ovmf`" },
  "vm/machine": { meaning: "this is no name of a machine type", fix: "use `q35`, or a name that Proxmox lists" },
  "vm/scsi-hardware": { meaning: "there is no such SCSI controller", fix: "take one that the message names" },
  "vm/shutdown-timeout": { meaning: "the time for a shutdown is out of range", fix: "give seconds, from 0 to 86400" },
  "vm/boot-order": {
    meaning: "the VM is to boot from a device that it does not have, or from one twice",
    fix: "name each device that it has once",
  },
  "vm/disk-interface": {
    meaning: "a disk cannot be attached there",
    fix: "use `virtio0` to `virtio15` or `scsi0` to `scsi30`",
  },
  "vm/disk-serial": {
    meaning: "this is no serial number of a disk",
    fix: "use 1 to 20 letters, digits and `_` `.` `-`",
  },
  "vm/disk-size": { meaning: "the size of a disk is out of range", fix: "give GiB, from 1 to 131072" },
  "vm/datastore": { meaning: "this is no name of a datastore", fix: "write it as Proxmox lists it" },
  "vm/duplicate-disk": { meaning: "two disks are attached in one place", fix: "give one of them another interface" },
  "vm/efi-disk": {
    meaning: "an EFI disk without OVMF; a warning: OVMF without an EFI disk",
    fix: "give both or neither",
    warning: "sometimes",
  },
  "vm/cdrom-interface": {
    meaning: "the CD cannot be attached there",
    fix: "use `ide0` to `ide3` or `sata0` to `sata5`",
  },
  "vm/cdrom-volume": { meaning: "this is no ISO file of a datastore", fix: "write `<datastore>:iso/<file name>`" },
  "vm/bridge": { meaning: "this is no name of a bridge", fix: "use up to 15 characters, as Proxmox lists it" },
  "vm/mac-address": {
    meaning: "no single NIC can have this MAC address",
    fix: "write a unicast one such as `BC:24:11:00:00:66`",
  },
  "vm/nic-model": { meaning: "there is no such model of a NIC", fix: "take one that the message names" },
  "vm/vlan": { meaning: "the number of the VLAN is out of range", fix: "choose one from 1 to 4094" },
  "vm/mtu": { meaning: "the MTU is out of range", fix: "give 1 for that of the bridge, or 576 to 65520" },
  "vm/address": {
    meaning: "this is no IP address that a NIC may use",
    fix: "write an address, or a network such as `10.0.0.0/24`",
  },
  "vm/duplicate-mac": { meaning: "two NICs have one MAC address", fix: "give one of them another" },
  "vm/firewall-policy": { meaning: "there is no such policy", fix: "take `ACCEPT`, `DROP` or `REJECT`" },
  "vm/startup": {
    meaning: "a number of the start order is out of range",
    fix: "stay in the range that the message names",
  },
  "document/private-key": {
    meaning: "a data source's result is in the state, and this holds a private key",
    fix: "hand the document to `slipway_files` or `slipway_coreos_iso`",
  },
  "coreos-iso/kind": {
    meaning: "what is to be embedded is no Ignition config",
    fix: "give a document of kind `ignition`",
  },
  "coreos-iso/no-json": { meaning: "what is to be embedded is not JSON", fix: "give it by `jsonencode`" },
  "report/*": { meaning: "what a guest reports has the wrong shape; shown in words only", fix: "reinstall the guest" },
} as const satisfies Codes;
