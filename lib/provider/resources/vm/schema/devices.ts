import type { Attributes } from "../../../framework/schema";

/** Firmware, and the devices that a VM has once. */
export const deviceAttributes = {
  serial_ports: {
    type: "number",
    mode: "optional-computed",
    default: 1,
    description: "Serial consoles, `serial0` first, each a socket on the node: 0 to 4.",
  },
  rng: {
    nested: "single",
    mode: "optional",
    description: "A VirtIO random number generator. OVMF needs it to netboot.",
    attributes: {
      source: {
        type: "string",
        mode: "optional-computed",
        default: "/dev/urandom",
        description: "`/dev/urandom`, `/dev/random` or `/dev/hwrng`. The last needs Mapping.Use on `/mapping/hwrng`.",
      },
      max_bytes: {
        type: "number",
        mode: "optional",
        description: "The most bytes in a period; 0 lifts the limit. Without it, Proxmox's default (1024).",
      },
      period: {
        type: "number",
        mode: "optional",
        description: "Milliseconds of a period. Without it, Proxmox's default (1000).",
      },
    },
  },
  vga: {
    nested: "single",
    mode: "optional",
    description: "The display; without it, Proxmox's default (`std`).",
    attributes: {
      type: {
        type: "string",
        mode: "optional-computed",
        default: "std",
        description:
          "`std`, `virtio`, `virtio-gl`, `vmware`, `cirrus`, `qxl` to `qxl4`, `serial0` to `serial3`, or `none`.",
      },
      memory: { type: "number", mode: "optional", description: "Its memory, in MiB, 4 to 512." },
    },
  },
  watchdog: {
    nested: "single",
    mode: "optional",
    description: "A watchdog that the guest has to feed once it has begun to.",
    attributes: {
      model: {
        type: "string",
        mode: "optional-computed",
        default: "i6300esb",
        description: "`i6300esb` or `ib700`.",
      },
      action: {
        type: "string",
        mode: "optional-computed",
        default: "reset",
        description: "When it is not fed: `reset`, `shutdown`, `poweroff`, `pause`, `debug` or `none`.",
      },
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
  tpm_state: {
    nested: "single",
    mode: "optional",
    replace: true,
    description: "A TPM, and where it keeps its state.",
    attributes: {
      datastore_id: { type: "string", mode: "required", description: "Datastore with content type `images`." },
      version: { type: "string", mode: "optional-computed", default: "v2.0", description: "`v2.0` or `v1.2`." },
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
} as const satisfies Attributes;
