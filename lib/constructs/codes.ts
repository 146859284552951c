import type { Codes } from "../values/code";

/** Every code that this module reports. */
export const CODES = {
  "api-access/name": {
    meaning: "a user, token, VM, datastore or bridge has a name that Proxmox does not know",
    fix: "write it as Proxmox lists it",
  },
  "api-access/shared-state": {
    meaning: "the state that would keep the API token's secret is that of other resources too",
    fix: "give `ApiAccess` a stack of its own, or leave `tokenInState` out",
  },
  "api-access/token-in-state": {
    meaning: "the API token's secret is in the state, in plain text",
    fix: "guard that state, or leave `tokenInState` out",
    warning: true,
  },
  "settings/half-a-bastion": { meaning: "a bastion without its host key, or the reverse", fix: "set both" },
  "settings/unreadable": { meaning: "a file that a variable names cannot be read", fix: "correct the path" },
  "provider/not-built": {
    meaning: "the bundle of the provider is not there",
    fix: "run `npm start` or `npm test` once",
  },
  "proxmox/endpoint": {
    meaning: "this is not the address of a Proxmox API",
    fix: "write `https://host:8006`, without a path",
  },
  "proxmox/fingerprint": {
    meaning: "this is no fingerprint of a certificate, or it stands beside `insecure`",
    fix: "write its sha256 in hex, and leave `insecure` out",
  },
  "proxmox/fingerprint-with-bpg": {
    meaning: "bpg/proxmox cannot pin a certificate",
    fix: 'use driver `"native"`, or name the authority by `caCertificate` and `SSL_CERT_FILE`',
  },
  "proxmox/insecure": {
    meaning: "the API's certificate goes unchecked",
    fix: "give the authority's certificate as `caCertificate`",
    warning: true,
  },
  "proxmox/no-nodes": { meaning: "the cluster has no node", fix: "name its nodes, as `pvesh get /nodes` lists them" },
  "proxmox/unpinned-bastion": {
    meaning: "a bastion without a host key could be anybody",
    fix: "copy the line of `/etc/ssh/ssh_host_ed25519_key.pub` from the node",
  },
  "release/unreadable": {
    meaning: "no release is pinned",
    fix: "run `npx slipway update`, which writes `slipway.lock.json`",
  },
  "lock/no-allotment": {
    meaning: "CI, or a read-only folder, and a guest that the lock file does not know",
    fix: "synthesize on your own machine and commit `slipway.lock.json`, or set `vmId` and `address`",
  },
  "lock/changed-meanwhile": {
    meaning: "another synthesis gave away the same number at the same time",
    fix: "synthesize again",
  },
  "lock/unreadable": { meaning: "the lock file is not JSON", fix: "restore it from version control" },
  "lock/unwritable": { meaning: "the lock file cannot be written", fix: "make its folder writable" },
  "subnet/full": {
    meaning: "the network has no address with this number, or none that is free",
    fix: "use a larger network, or take guests that are long gone out of `slipway.lock.json`",
  },
  "subnet/is-gateway": {
    meaning: "a machine has the address of the router",
    fix: "choose another address, or correct the gateway",
  },
  "subnet/not-a-host": {
    meaning: "the address is not one of a host of this network",
    fix: "choose one between those that it names",
  },
  "fleet/duplicate-vm-id": { meaning: "two machines of a cluster have one VM id", fix: "give one of them another" },
  "fleet/duplicate-mac-address": {
    meaning: "two machines of a network have one MAC address",
    fix: "give one of them another",
  },
  "fleet/duplicate-address": {
    meaning: "two machines of a network have one IP address",
    fix: "give one of them another",
  },
  "fleet/duplicate-host-name": { meaning: "two machines of a network have one name", fix: "give one of them another" },
  "fleet/late-vm-id": {
    meaning: "the MAC address would be made of a VM id that is not known at synth",
    fix: "set `macAddress`",
  },
  "image-vm/image": {
    meaning: "no disk can be made from this: it is no volume, or it is packed",
    fix: "unpack the image on the node, and name its volume",
  },
  "image-vm/system-disk-too-small": {
    meaning: "the system disk is smaller than Fedora CoreOS's image",
    fix: "set `systemDisk` to 10 GiB or more",
  },
  "placement/other-cluster": {
    meaning: "a placement chooses a node of another cluster than its machine's",
    fix: "give the machine a placement of its own cluster",
  },
  "placement/too-little-room": {
    meaning: "a machine has more memory or cores than its placement looks for",
    fix: "raise them in the placement",
  },
  "guest/start-cycle": { meaning: "guests that start after each other", fix: "leave one `startAfter` out" },
  "data-disk/name": { meaning: "this is no name of a data disk", fix: "use 1 to 16 letters, digits and dashes" },
  "install-vm/too-little-memory": {
    meaning: "the live system is copied into memory and runs there with its services",
    fix: "set `memoryMiB` to 4096 or more, and `memoryMinimumMiB` where it is set",
  },
  "install-vm/data-disk-too-small": {
    meaning: "the volumes do not fit on the data disk",
    fix: "give `dataDisk` the size that it names",
  },
  "install-vm/no-key": {
    meaning: "nobody could log in to publish a guest's files",
    fix: "set `authorizedKeys`, or the keys of its `Proxmox`",
  },
  "ignition-config/merge-cycle": {
    meaning: "a config is merged into itself, perhaps by way of others",
    fix: "merge into a third config what both are to have",
  },
  "vm/too-little-memory": {
    meaning: "the live system, which installs a guest, does not start with less than 2048 MiB",
    fix: "raise `memoryMiB`, and `memoryMinimumMiB` where it is set",
  },
  "vm/minimum-above-memory": {
    meaning: "the memory that a VM starts with is more than it has",
    fix: "lower `memoryMinimumMiB`, or raise `memoryMiB`",
  },
  "vm/uneven-numa": {
    meaning: "the sockets cannot have equal shares of the memory, as `numa` wants them",
    fix: "set `memoryMiB` to a multiple of `sockets`",
  },
  "vm/duplicate-interface": {
    meaning: "two disks are attached in one place",
    fix: "give one of them another interface",
  },
  "vm/missing-boot-device": {
    meaning: "the VM is to boot from what it does not have",
    fix: "add the device, or leave it out of the boot order",
  },
  "vm/ovmf-without-rng": {
    meaning: "OVMF boots from the network only with a random number generator",
    fix: "set `rng` to true",
  },
  "vm/ovmf-without-efi-disk": {
    meaning: "without an EFI disk OVMF forgets what it boots from",
    fix: "give it an EFI disk",
  },
  "settings/*": { meaning: "a setting has the wrong shape", fix: "see [wrong shapes](#wrong-shapes)" },
  "lock/*": { meaning: "the lock file has the wrong shape", fix: "see [wrong shapes](#wrong-shapes)" },
  "placement/*": { meaning: "a placement has the wrong shape", fix: "see [wrong shapes](#wrong-shapes)" },
  "vm/*": { meaning: "the description of a VM has the wrong shape", fix: "see [wrong shapes](#wrong-shapes)" },
} as const satisfies Codes;
