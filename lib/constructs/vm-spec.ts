import { z } from "zod";
import { check, refuse } from "../values/check";
import type { Problem } from "../values/config-error";
import { late } from "../values/late";
import { vmIdSchema } from "../values/vm-id";
import { toLateDeep } from "./tokens";

/** The least memory that Fedora CoreOS' live system starts with, in MiB. */
export const LEAST_MEMORY_MIB = 2048;

/** A virtual machine as plain data. Any scalar may be a CDKTF token. */
export interface VmSpec {
  readonly vmId: number;
  /** A DNS label. */
  readonly name: string;
  /** Node to create it on. */
  readonly nodeName: string;
  readonly description?: string | undefined;
  readonly tags: readonly string[];
  readonly poolId?: string | undefined;
  readonly cores: number;
  readonly cpuType: string;
  readonly memoryMiB: number;
  readonly bios: "seabios" | "ovmf";
  readonly machine?: string | undefined;
  /** Started with its node. */
  readonly onBoot: boolean;
  readonly started: boolean;
  readonly protection: boolean;
  /** A random number generator fed from the node's. OVMF needs it to boot from the network. */
  readonly rng: boolean;
  /** Devices to boot from, first one first. */
  readonly bootOrder: readonly string[];
  readonly disks: readonly VmDisk[];
  readonly efiDisk?: { readonly datastoreId: string } | undefined;
  /** Volume id of the ISO in the drive `ide2`. */
  readonly cdrom?: string | undefined;
  /** `net0` first. */
  readonly networkDevices: readonly VmNetworkDevice[];
  /** Whether the Proxmox firewall holds the VM to its own MAC addresses and to the addresses of its NICs. */
  readonly filtered: boolean;
  readonly startup?: VmStartup | undefined;
}

export interface VmDisk {
  /** `virtio0` to `virtio15` or `scsi0` to `scsi30`. */
  readonly interface: string;
  readonly datastoreId: string;
  readonly sizeGiB: number;
  /** What the guest finds in /dev/disk/by-id: up to 20 characters. */
  readonly serial?: string | undefined;
  readonly backup: boolean;
}

export interface VmNetworkDevice {
  readonly bridge: string;
  /** Upper-case, with colons. */
  readonly macAddress: string;
  readonly vlanId?: number | undefined;
  /** The IP addresses that the guest may use on it. */
  readonly addresses: readonly string[];
}

/** Place in the node's start order. Setting it needs Sys.Modify on `/`. */
export interface VmStartup {
  readonly order: number;
  readonly upDelay?: number | undefined;
  readonly downDelay?: number | undefined;
}

const text = late(z.string().min(1));
/** Names of nodes, datastores, bridges, pools, files and CPU types: nothing in them has a meaning for OpenTofu. */
const name = late(z.string().regex(/^[A-Za-z0-9][A-Za-z0-9_.+,=:/-]*$/, "not a name in Proxmox"));
const count = late(z.number().int().min(1));
const label = late(z.string().regex(/^[a-z0-9](?:[a-z0-9-]{0,61}[a-z0-9])?$/, "not a DNS label"));
const tag = late(z.string().regex(/^[a-z0-9_][a-z0-9_.+-]*$/, "Proxmox keeps tags in lower case"));
const mac = late(z.string().regex(/^[0-9A-F][02468ACE](?::[0-9A-F]{2}){5}$/, "not an upper-case unicast address"));
const diskInterface = z.string().regex(/^(?:virtio(?:\d|1[0-5])|scsi(?:[12]?\d|30))$/, "not a disk's interface");

const memory = z.number().superRefine((mib, context) => {
  if (mib >= LEAST_MEMORY_MIB) return;
  refuse(context, {
    code: "vm/too-little-memory",
    what: "Fedora CoreOS' live system does not start with less memory",
    got: `${mib} MiB`,
    allowed: `${LEAST_MEMORY_MIB} MiB or more`,
    fix: `set memoryMiB to ${LEAST_MEMORY_MIB}`,
  });
});

const spec = z
  .strictObject({
    vmId: late(vmIdSchema),
    name: label,
    nodeName: name,
    description: text.optional(),
    tags: z.array(tag),
    poolId: name.optional(),
    cores: count,
    cpuType: name,
    memoryMiB: late(memory),
    bios: z.enum(["seabios", "ovmf"]),
    machine: name.optional(),
    onBoot: late(z.boolean()),
    started: late(z.boolean()),
    protection: late(z.boolean()),
    rng: z.boolean(),
    bootOrder: z.array(z.string()).min(1),
    disks: z.array(
      z.strictObject({
        interface: diskInterface,
        datastoreId: name,
        sizeGiB: count,
        serial: late(z.string().regex(/^[A-Za-z0-9_-]{1,20}$/, "not a serial number")).optional(),
        backup: z.boolean(),
      }),
    ),
    efiDisk: z.strictObject({ datastoreId: name }).optional(),
    cdrom: name.optional(),
    networkDevices: z.array(
      z.strictObject({
        bridge: name,
        macAddress: mac,
        vlanId: late(z.number().int().min(1).max(4094)).optional(),
        addresses: z.array(name),
      }),
    ),
    filtered: z.boolean(),
    startup: z
      .strictObject({ order: late(z.number().int().min(0)), upDelay: count.optional(), downDelay: count.optional() })
      .optional(),
  })
  .superRefine((vm, context) => {
    const interfaces = vm.disks.map((disk) => disk.interface);
    const devices = [
      ...interfaces,
      ...(vm.cdrom === undefined ? [] : ["ide2"]),
      ...vm.networkDevices.map((_, i) => `net${i}`),
    ];
    vm.bootOrder.forEach((device, index) => {
      if (devices.includes(device)) return;
      refuse(context, {
        code: "vm/missing-boot-device",
        path: ["bootOrder", index],
        what: "the VM cannot boot from what it does not have",
        got: device,
        allowed: devices.join(", "),
        fix: "add the device, or leave it out of the boot order",
      });
    });
    interfaces.forEach((name, index) => {
      if (interfaces.indexOf(name) === index) return;
      refuse(context, {
        code: "vm/duplicate-interface",
        path: ["disks", index, "interface"],
        what: "two disks are attached in the same place",
        got: name,
        fix: "give one of them another interface",
      });
    });
    if (vm.bios === "ovmf" && !vm.rng) {
      refuse(context, {
        code: "vm/ovmf-without-rng",
        path: ["rng"],
        what: "OVMF boots from the network only if the VM has a random number generator",
        fix: "set rng to true",
      });
    }
    if (vm.bios === "ovmf" && vm.efiDisk === undefined) {
      refuse(context, {
        code: "vm/ovmf-without-efi-disk",
        path: ["efiDisk"],
        what: "without an EFI disk OVMF forgets what it boots from",
        fix: "give it an EFI disk",
      });
    }
  });

/** Every problem of a VM; what a token stands for is not judged. */
export function validateVmSpec(vm: VmSpec): readonly Problem[] {
  return check(spec, toLateDeep(vm), "vm");
}
