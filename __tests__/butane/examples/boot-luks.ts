import { text, type Example } from "../example";

export const bootLuksExamples: readonly Example[] = [
  {
    name: "an encrypted root file system, unlocked by TPM",
    yaml: text`
      variant: fcos
      version: 1.7.0
      boot_device:
        luks:
          tpm2: true
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
            clevis: { tpm2: true },
          },
        ],
        filesystems: [{ device: "/dev/mapper/root", format: "xfs", label: "root", wipeFilesystem: true }],
      },
    },
  },
  {
    name: "an encrypted root file system, unlocked by servers",
    yaml: text`
      variant: fcos
      version: 1.5.0
      boot_device:
        layout: aarch64
        luks:
          threshold: 2
          tpm2: false
          discard: false
          tang:
            - url: https://tang1.example
              thumbprint: 4ax1q5zUhYl7WPBN5M-D8Lv0ZTk
            - url: https://tang2.example
              thumbprint: 7p3kQ0fZ2n9cXb1mVYt5aWsE6Ro
              advertisement: '{"payload":"e30","protected":"e30","signature":"e30"}'
    `,
    ignition: {
      ignition: { version: "3.4.0" },
      storage: {
        luks: [
          {
            name: "root",
            device: "/dev/disk/by-partlabel/root",
            label: "luks-root",
            wipeVolume: true,
            clevis: {
              tang: [
                { url: "https://tang1.example", thumbprint: "4ax1q5zUhYl7WPBN5M-D8Lv0ZTk" },
                {
                  url: "https://tang2.example",
                  thumbprint: "7p3kQ0fZ2n9cXb1mVYt5aWsE6Ro",
                  advertisement: '{"payload":"e30","protected":"e30","signature":"e30"}',
                },
              ],
              threshold: 2,
            },
          },
        ],
        filesystems: [{ device: "/dev/mapper/root", format: "xfs", label: "root", wipeFilesystem: true }],
      },
    },
  },
];
