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
  "vm/sockets": { meaning: "the number of sockets is out of range", fix: "choose one from 1 to 8192" },
  "vm/cpu-limit": { meaning: "the limit of CPU time is out of range", fix: "give cores, from 0.01 to 128" },
  "vm/cpu-units": { meaning: "the weight of CPU time is out of range", fix: "choose one from 1 to 262144" },
  "vm/cpu-type": { meaning: "this is no name of a CPU type", fix: "use `host`, or a name that Proxmox lists" },
  "vm/memory": { meaning: "the memory is out of range", fix: "give MiB, from 16 to 16777216" },
  "vm/memory-minimum": {
    meaning: "the least memory is out of range, or more than the VM has",
    fix: "give MiB, from 16 to `memory_mib`",
  },
  "vm/numa": {
    meaning: "the sockets cannot have equal shares of the memory, as `numa` wants them",
    fix: "set `memory_mib` to a multiple of `sockets`",
  },
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
    fix: "use `virtio0` to `virtio15`, `scsi0` to `scsi30`, `sata0` to `sata5` or `ide0` to `ide3`",
  },
  "vm/disk-serial": {
    meaning: "this is no serial number of a disk",
    fix: "use 1 to 20 letters, digits and `_` `.` `-`",
  },
  "vm/disk-size": { meaning: "the size of a disk is out of range", fix: "give GiB, from 1 to 131072" },
  "vm/disk-option": {
    meaning: "there is no such option of a disk, or its bus or another option rules it out",
    fix: "take a value that the message names, or leave it out",
  },
  "vm/disk-limit": {
    meaning: "a throttle is out of range, or set for both ways and for one of them",
    fix: "give a number above 0, for both ways together or for each",
  },
  "vm/import-from": {
    meaning: "this is no volume that a disk can be made from",
    fix: "write `<datastore>:import/<file name>`",
  },
  "vm/tpm-version": { meaning: "there is no such version of a TPM", fix: "take `v2.0` or `v1.2`" },
  "vm/rng": {
    meaning: "a setting of the random number generator is not allowed",
    fix: "take what the message names",
  },
  "vm/serial-ports": { meaning: "the number of serial ports is out of range", fix: "choose one from 0 to 4" },
  "vm/vga": {
    meaning: "there is no such display, or it would be on a serial port that is not there",
    fix: "take one that the message names",
  },
  "vm/watchdog": { meaning: "there is no such watchdog, or no such action", fix: "take one that the message names" },
  "vm/nic-option": {
    meaning: "an option of a NIC is out of range, or its model does not have it",
    fix: "stay in the range that the message names; queues and MTU are of `virtio` alone",
  },
  "vm/trunks": { meaning: "this is neither a VLAN nor a range of them", fix: "write it as `20` or `30-39`" },
  "vm/ha-state": {
    meaning: "there is no such state of high availability, or the VM is to be otherwise",
    fix: "leave it out: it follows `started`",
  },
  "vm/ha-limit": { meaning: "a number of tries is out of range", fix: "give a whole number, 0 or more" },
  "vm/ha-comment": { meaning: "a comment is too long or has line ends", fix: "write one line" },
  "vm/ha-nodes": {
    meaning: "the nodes that high availability may use are named or ranked wrongly, or missing",
    fix: "give each node's name and a priority from 0 to 1000",
  },
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
  "placement/name": { meaning: "what is to be placed has no proper name", fix: "use 1 to 64 characters" },
  "placement/memory": { meaning: "the memory is out of range", fix: "give MiB, from 16 to 16777216" },
  "placement/cores": { meaning: "the number of cores is out of range", fix: "choose one from 1 to 8192" },
  "placement/node": {
    meaning: "a node is named wrongly, or there is none",
    fix: "write them as `pvesh get /nodes` does",
  },
  "placement/datastore": { meaning: "this is no name of a datastore", fix: "write it as Proxmox lists it" },
  "document/private-key": {
    meaning: "a data source's result is in the state, and this holds a private key",
    fix: "hand the document to `slipway_files` or `slipway_coreos_iso`",
  },
  "coreos-iso/kind": {
    meaning: "what is to be embedded is no Ignition config",
    fix: "give a document of kind `ignition`",
  },
  "report/*": { meaning: "what a guest reports has the wrong shape; shown in words only", fix: "reinstall the guest" },
} as const satisfies Codes;
