import { text, type Example } from "../example";

export const bootMirrorExamples: readonly Example[] = [
  {
    name: "a mirrored and encrypted system of x86_64",
    yaml: text`
      variant: fcos
      version: 1.7.0
      boot_device:
        layout: x86_64
        luks:
          tpm2: true
        mirror:
          devices:
            - /dev/sda
            - /dev/sdb
            - /dev/sdc
    `,
    ignition: {
      ignition: { version: "3.6.0" },
      storage: {
        disks: [
          {
            device: "/dev/sda",
            wipeTable: true,
            partitions: [
              { label: "bios-1", sizeMiB: 1, typeGuid: "21686148-6449-6E6F-744E-656564454649" },
              { label: "esp-1", sizeMiB: 127, typeGuid: "C12A7328-F81F-11D2-BA4B-00A0C93EC93B" },
              { label: "boot-1", sizeMiB: 384 },
              { label: "root-1" },
            ],
          },
          {
            device: "/dev/sdb",
            wipeTable: true,
            partitions: [
              { label: "bios-2", sizeMiB: 1, typeGuid: "21686148-6449-6E6F-744E-656564454649" },
              { label: "esp-2", sizeMiB: 127, typeGuid: "C12A7328-F81F-11D2-BA4B-00A0C93EC93B" },
              { label: "boot-2", sizeMiB: 384 },
              { label: "root-2" },
            ],
          },
          {
            device: "/dev/sdc",
            wipeTable: true,
            partitions: [
              { label: "bios-3", sizeMiB: 1, typeGuid: "21686148-6449-6E6F-744E-656564454649" },
              { label: "esp-3", sizeMiB: 127, typeGuid: "C12A7328-F81F-11D2-BA4B-00A0C93EC93B" },
              { label: "boot-3", sizeMiB: 384 },
              { label: "root-3" },
            ],
          },
        ],
        raid: [
          {
            name: "md-boot",
            level: "raid1",
            devices: [
              "/dev/disk/by-partlabel/boot-1",
              "/dev/disk/by-partlabel/boot-2",
              "/dev/disk/by-partlabel/boot-3",
            ],
            options: ["--metadata=1.0"],
          },
          {
            name: "md-root",
            level: "raid1",
            devices: [
              "/dev/disk/by-partlabel/root-1",
              "/dev/disk/by-partlabel/root-2",
              "/dev/disk/by-partlabel/root-3",
            ],
          },
        ],
        luks: [
          { name: "root", device: "/dev/md/md-root", label: "luks-root", wipeVolume: true, clevis: { tpm2: true } },
        ],
        filesystems: [
          { device: "/dev/disk/by-partlabel/esp-1", format: "vfat", label: "esp-1", wipeFilesystem: true },
          { device: "/dev/disk/by-partlabel/esp-2", format: "vfat", label: "esp-2", wipeFilesystem: true },
          { device: "/dev/disk/by-partlabel/esp-3", format: "vfat", label: "esp-3", wipeFilesystem: true },
          { device: "/dev/mapper/root", format: "xfs", label: "root", wipeFilesystem: true },
          { device: "/dev/md/md-boot", format: "ext4", label: "boot", wipeFilesystem: true },
        ],
      },
    },
  },
  {
    name: "a mirrored system of aarch64 whose partitions are made smaller and added to",
    yaml: text`
      variant: fcos
      version: 1.6.0
      boot_device:
        layout: aarch64
        mirror:
          devices: [/dev/sda, /dev/sdb]
      storage:
        disks:
          - device: /dev/sda
            partitions:
              - label: root-1
                size_mib: 10240
              - label: var-1
          - device: /dev/sdb
            partitions:
              - label: root-2
                size_mib: 10240
              - label: var-2
        raid:
          - name: md-var
            level: raid1
            devices: [/dev/disk/by-partlabel/var-1, /dev/disk/by-partlabel/var-2]
        filesystems:
          - device: /dev/md/md-var
            path: /var
            format: xfs
            wipe_filesystem: true
            with_mount_unit: true
          - device: /dev/md/md-root
            format: btrfs
            label: root
            wipe_filesystem: true
    `,
    ignition: {
      ignition: { version: "3.5.0" },
      storage: {
        disks: [
          {
            device: "/dev/sda",
            wipeTable: true,
            partitions: [
              { label: "reserved-1", sizeMiB: 1, typeGuid: "8DA63339-0007-60C0-C436-083AC8230908" },
              { label: "esp-1", sizeMiB: 127, typeGuid: "C12A7328-F81F-11D2-BA4B-00A0C93EC93B" },
              { label: "boot-1", sizeMiB: 384 },
              { label: "root-1", sizeMiB: 10240 },
              { label: "var-1" },
            ],
          },
          {
            device: "/dev/sdb",
            wipeTable: true,
            partitions: [
              { label: "reserved-2", sizeMiB: 1, typeGuid: "8DA63339-0007-60C0-C436-083AC8230908" },
              { label: "esp-2", sizeMiB: 127, typeGuid: "C12A7328-F81F-11D2-BA4B-00A0C93EC93B" },
              { label: "boot-2", sizeMiB: 384 },
              { label: "root-2", sizeMiB: 10240 },
              { label: "var-2" },
            ],
          },
        ],
        raid: [
          {
            name: "md-boot",
            level: "raid1",
            devices: ["/dev/disk/by-partlabel/boot-1", "/dev/disk/by-partlabel/boot-2"],
            options: ["--metadata=1.0"],
          },
          {
            name: "md-root",
            level: "raid1",
            devices: ["/dev/disk/by-partlabel/root-1", "/dev/disk/by-partlabel/root-2"],
          },
          { name: "md-var", level: "raid1", devices: ["/dev/disk/by-partlabel/var-1", "/dev/disk/by-partlabel/var-2"] },
        ],
        filesystems: [
          { device: "/dev/disk/by-partlabel/esp-1", format: "vfat", label: "esp-1", wipeFilesystem: true },
          { device: "/dev/disk/by-partlabel/esp-2", format: "vfat", label: "esp-2", wipeFilesystem: true },
          { device: "/dev/md/md-boot", format: "ext4", label: "boot", wipeFilesystem: true },
          { device: "/dev/md/md-root", format: "btrfs", label: "root", wipeFilesystem: true },
          { device: "/dev/md/md-var", format: "xfs", path: "/var", wipeFilesystem: true },
        ],
      },
      systemd: {
        units: [
          {
            name: "var.mount",
            contents:
              "# Generated by Butane\n[Unit]\nRequires=systemd-fsck@dev-md-md\\x2dvar.service\nAfter=systemd-fsck@dev-md-md\\x2dvar.service\n\n[Mount]\nWhere=/var\nWhat=/dev/md/md-var\nType=xfs\n\n[Install]\nRequiredBy=local-fs.target",
            enabled: true,
          },
        ],
      },
    },
  },
  {
    name: "a mirrored system of ppc64le",
    yaml: text`
      variant: fcos
      version: 1.7.0
      boot_device:
        layout: ppc64le
        mirror:
          devices: [/dev/sda, /dev/sdb]
    `,
    ignition: {
      ignition: { version: "3.6.0" },
      storage: {
        disks: [
          {
            device: "/dev/sda",
            wipeTable: true,
            partitions: [
              { label: "prep-1", sizeMiB: 4, typeGuid: "9E1A2D38-C612-4316-AA26-8B49521E5A8B" },
              { label: "reserved-1", sizeMiB: 1, typeGuid: "8DA63339-0007-60C0-C436-083AC8230908" },
              { label: "boot-1", sizeMiB: 384 },
              { label: "root-1" },
            ],
          },
          {
            device: "/dev/sdb",
            wipeTable: true,
            partitions: [
              { label: "prep-2", sizeMiB: 4, typeGuid: "9E1A2D38-C612-4316-AA26-8B49521E5A8B" },
              { label: "reserved-2", sizeMiB: 1, typeGuid: "8DA63339-0007-60C0-C436-083AC8230908" },
              { label: "boot-2", sizeMiB: 384 },
              { label: "root-2" },
            ],
          },
        ],
        raid: [
          {
            name: "md-boot",
            level: "raid1",
            devices: ["/dev/disk/by-partlabel/boot-1", "/dev/disk/by-partlabel/boot-2"],
            options: ["--metadata=1.0"],
          },
          {
            name: "md-root",
            level: "raid1",
            devices: ["/dev/disk/by-partlabel/root-1", "/dev/disk/by-partlabel/root-2"],
          },
        ],
        filesystems: [
          { device: "/dev/md/md-boot", format: "ext4", label: "boot", wipeFilesystem: true },
          { device: "/dev/md/md-root", format: "xfs", label: "root", wipeFilesystem: true },
        ],
      },
    },
  },
];
