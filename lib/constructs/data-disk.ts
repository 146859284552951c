import type { IgnitionConfig as IgnitionData } from "../ignition/schema";
import { escapePath } from "../units/escape";
import type { ContainerUnit } from "../units/schema";
import type { ByteSize } from "../values/byte-size";
import type { Problem } from "../values/config-error";
import type { VmDisk } from "./vm-spec";

/** Properties of {@link DataDisk}. */
export interface DataDiskProps {
  readonly size: ByteSize;

  /** Folder on the guest where it is mounted, such as `/var/lib/pgdata`. */
  readonly mountAt: string;

  /**
   * Datastore with content type `images`.
   *
   * @default - that of the system disk
   */
  readonly datastoreId?: string;

  /**
   * Whether it is part of backups.
   *
   * @default true
   */
  readonly backup?: boolean;
}

type VolumeMount = NonNullable<ContainerUnit["Container"]["Volume"]>[number];

/** A disk for data, which survives when its guest is installed again. */
export class DataDisk {
  /** @param name serial number of the disk and label of its file system: 1 to 16 letters, digits and dashes */
  constructor(
    readonly name: string,
    readonly props: DataDiskProps,
  ) {}

  /** The disk as a volume of a container. */
  at(target: string): VolumeMount {
    return { source: this.props.mountAt, target, options: ["z"] };
  }

  vmDisk(index: number, datastoreId: string): VmDisk {
    const { size, backup = true } = this.props;
    return {
      interface: `virtio${index}`,
      datastoreId: this.props.datastoreId ?? datastoreId,
      sizeGiB: size.gib,
      serial: this.name,
      backup,
    };
  }

  /** Its file system, made once and then kept, and its mount. */
  get ignition(): IgnitionData {
    const device = `/dev/disk/by-id/virtio-${this.name}`;
    const check = `systemd-fsck@${escapePath(device)}.service` as const;
    return {
      storage: { filesystems: [{ device, format: "ext4", label: this.name }] },
      systemd: {
        units: [
          {
            enabled: true,
            unit: {
              name: `${escapePath(this.props.mountAt)}.mount`,
              Unit: { Description: `Data disk ${this.name}`, Requires: [check], After: [check] },
              Mount: { What: device, Where: this.props.mountAt, Type: "ext4", Options: "nodev,nosuid" },
              Install: { RequiredBy: ["local-fs.target"] },
            },
          },
        ],
      },
    };
  }

  problems(): readonly Problem[] {
    if (/^[A-Za-z0-9][A-Za-z0-9-]{0,15}$/.test(this.name)) return [];
    return [
      {
        code: "data-disk/name",
        severity: "error",
        path: ["dataDisks", this.name],
        what: "this is no name of a data disk",
        got: this.name,
        allowed: "1 to 16 letters, digits and dashes",
        fix: "choose a shorter name",
      },
    ];
  }
}
