import { text, type Example } from "../example";

export const bootS390xExamples: readonly Example[] = [
  {
    name: "encrypted systems of s390x: DASD with Crypto Express",
    yaml: text`
      variant: fcos
      version: 1.6.0
      boot_device:
        layout: s390x-eckd
        luks:
          device: /dev/dasda
          cex:
            enabled: true
    `,
    ignition: {
      ignition: { version: "3.5.0" },
      storage: {
        luks: [{ name: "root", device: "/dev/dasda2", label: "luks-root", wipeVolume: true, cex: { enabled: true } }],
        filesystems: [{ device: "/dev/mapper/root", format: "xfs", label: "root", wipeFilesystem: true }],
      },
    },
  },
  {
    name: "encrypted systems of s390x: SCSI with a server",
    yaml: text`
      variant: fcos
      version: 1.7.0
      boot_device:
        layout: s390x-zfcp
        luks:
          device: /dev/sda
          tang:
            - url: http://tang.example
              thumbprint: 7p3kQ0fZ2n9cXb1mVYt5aWsE6Ro
    `,
    ignition: {
      ignition: { version: "3.6.0" },
      storage: {
        luks: [
          {
            name: "root",
            device: "/dev/sda4",
            label: "luks-root",
            wipeVolume: true,
            clevis: { tang: [{ url: "http://tang.example", thumbprint: "7p3kQ0fZ2n9cXb1mVYt5aWsE6Ro" }] },
          },
        ],
        filesystems: [{ device: "/dev/mapper/root", format: "xfs", label: "root", wipeFilesystem: true }],
      },
    },
  },
  {
    name: "encrypted systems of s390x: a virtual disk",
    yaml: text`
      variant: fcos
      version: 1.7.0
      boot_device:
        layout: s390x-virt
        luks:
          cex:
            enabled: true
          discard: true
    `,
    ignition: {
      ignition: { version: "3.6.0" },
      storage: {
        luks: [
          {
            name: "root",
            device: "/dev/disk/by-partlabel/root",
            label: "luks-root",
            discard: true,
            wipeVolume: true,
            cex: { enabled: true },
          },
        ],
        filesystems: [{ device: "/dev/mapper/root", format: "xfs", label: "root", wipeFilesystem: true }],
      },
    },
  },
];
