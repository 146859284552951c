import { z } from "zod";
import { check, refuse } from "../values/check";
import type { Problem } from "../values/config-error";
import { late } from "../values/late";
import { vmIdSchema } from "../values/vm-id";
import { toLateDeep } from "./tokens";
import { devices, type VmDisplay, type VmHa, type VmRng, type VmTpm, type VmWatchdog } from "./vm-devices";
import { disk, type VmDisk } from "./vm-disks";
import { named } from "./vm-names";
import { refuseMinimum, refuseUnevenNuma, sizing, type VmSizing } from "./vm-sizing";

export type { VmDisk, VmDiskLimits } from "./vm-disks";

/** A virtual machine as plain data. Any scalar may be a CDKTF token. */
export interface VmSpec extends VmSizing {
  readonly vmId: number;
  /** A DNS label. */
  readonly name: string;
  /** Node to create it on. */
  readonly nodeName: string;
  readonly description?: string | undefined;
  readonly tags: readonly string[];
  readonly poolId?: string | undefined;
  /** Of each socket. */
  readonly cores: number;
  readonly cpuType: string;
  readonly memoryMiB: number;
  readonly bios: "seabios" | "ovmf";
  readonly machine?: string | undefined;
  /** Started with its node. */
  readonly onBoot: boolean;
  readonly started: boolean;
  readonly protection: boolean;
  /** A random number generator fed from the node's: true for one as Proxmox makes it. OVMF needs it to boot from the network. */
  readonly rng: boolean | VmRng;

  /**
   * Serial consoles, 0 to 4.
   *
   * @default 1
   */
  readonly serialPorts?: number | undefined;

  /** @default - Proxmox's: `std` */
  readonly display?: VmDisplay | undefined;

  /** @default - none */
  readonly watchdog?: VmWatchdog | undefined;
  /** Devices to boot from, first one first. */
  readonly bootOrder: readonly string[];
  readonly disks: readonly VmDisk[];
  readonly efiDisk?: { readonly datastoreId: string } | undefined;
  readonly tpm?: VmTpm | undefined;
  /** Volume id of the ISO in the drive `ide2`. */
  readonly cdrom?: string | undefined;
  /** `net0` first. */
  readonly networkDevices: readonly VmNetworkDevice[];
  /** Whether the Proxmox firewall holds the VM to its own MAC addresses and to the addresses of its NICs. */
  readonly filtered: boolean;
  readonly startup?: VmStartup | undefined;

  /** @default - it is no member of high availability */
  readonly ha?: VmHa | undefined;

  /**
   * Seconds that it gets to shut down before it is stopped.
   *
   * @default 60
   */
  readonly shutdownTimeout?: number | undefined;
}

export interface VmNetworkDevice {
  readonly bridge: string;
  /** Upper-case, with colons. */
  readonly macAddress: string;
  readonly vlanId?: number | undefined;

  /** @default "virtio" */
  readonly model?: "virtio" | "e1000" | "e1000e" | "rtl8139" | "vmxnet3" | undefined;

  /**
   * Of a VirtIO NIC; 1 takes the bridge's.
   *
   * @default - Proxmox's: 1500
   */
  readonly mtu?: number | undefined;

  /**
   * Packet queues of a VirtIO NIC, 1 to 64.
   *
   * @default - one
   */
  readonly queues?: number | undefined;

  /**
   * The most that it sends and receives, in MB a second.
   *
   * @default - no limit
   */
  readonly rateMB?: number | undefined;

  /**
   * VLANs that pass with their tags, such as `20` or `30-39`.
   *
   * @default - none, or all if the NIC has no `vlanId`
   */
  readonly trunks?: readonly string[] | undefined;

  /**
   * As if its cable were pulled.
   *
   * @default false
   */
  readonly linkDown?: boolean | undefined;

  /**
   * Whether the Proxmox firewall filters it.
   *
   * @default - as `filtered` of the VM says
   */
  readonly firewall?: boolean | undefined;

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
const name = named;
const count = late(z.number().int().min(1));
const label = late(z.string().regex(/^[a-z0-9](?:[a-z0-9-]{0,61}[a-z0-9])?$/, "not a DNS label"));
const tag = late(z.string().regex(/^[a-z0-9_][a-z0-9_.+-]*$/, "Proxmox keeps tags in lower case"));
const mac = late(z.string().regex(/^[0-9A-F][02468ACE](?::[0-9A-F]{2}){5}$/, "not an upper-case unicast address"));

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
    memoryMiB: late(z.number().int().min(16).max(16_777_216)),
    ...sizing,
    bios: z.enum(["seabios", "ovmf"]),
    machine: name.optional(),
    onBoot: late(z.boolean()),
    started: late(z.boolean()),
    protection: late(z.boolean()),
    rng: devices.rng,
    serialPorts: late(z.number().int().min(0).max(4)).optional(),
    display: devices.display.optional(),
    watchdog: devices.watchdog.optional(),
    bootOrder: z.array(z.string()).min(1),
    disks: z.array(disk),
    efiDisk: z.strictObject({ datastoreId: name }).optional(),
    tpm: devices.tpm.optional(),
    cdrom: name.optional(),
    networkDevices: z.array(
      z.strictObject({
        bridge: name,
        macAddress: mac,
        vlanId: late(z.number().int().min(1).max(4094)).optional(),
        model: z.enum(["virtio", "e1000", "e1000e", "rtl8139", "vmxnet3"]).optional(),
        mtu: late(z.number().int().min(1).max(65_520)).optional(),
        queues: late(z.number().int().min(1).max(64)).optional(),
        rateMB: late(z.number().positive()).optional(),
        trunks: z.array(late(z.string().regex(/^\d+(?:-\d+)?$/, "neither a VLAN nor a range of them"))).optional(),
        linkDown: late(z.boolean()).optional(),
        firewall: late(z.boolean()).optional(),
        addresses: z.array(name),
      }),
    ),
    filtered: z.boolean(),
    startup: z
      .strictObject({ order: late(z.number().int().min(0)), upDelay: count.optional(), downDelay: count.optional() })
      .optional(),
    ha: devices.ha.optional(),
    shutdownTimeout: late(z.number().int().min(0).max(86_400)).optional(),
  })
  .superRefine((vm, context) => {
    refuseMinimum(vm, context);
    refuseUnevenNuma(vm, context);
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
    if (vm.bios === "ovmf" && vm.rng === false) {
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
