import { text, type Example } from "../example";

export const grubExamples: readonly Example[] = [
  {
    name: "superusers of the boot loader",
    yaml: text`
      variant: fcos
      version: 1.7.0
      grub:
        users:
          - name: root
            password_hash: grub.pbkdf2.sha512.10000.874A958E526409.F6C1
          - name: admin
            password_hash: grub.pbkdf2.sha512.10000.0F0F.F0F0
    `,
    ignition: {
      ignition: { version: "3.6.0" },
      storage: {
        filesystems: [{ device: "/dev/disk/by-label/boot", format: "ext4", path: "/boot" }],
        files: [
          {
            path: "/boot/grub2/user.cfg",
            append: [
              {
                source:
                  "data:,%23%20Generated%20by%20Butane%0A%0Aset%20superusers=%22root%20admin%22%0Apassword_pbkdf2%20root%20grub.pbkdf2.sha512.10000.874A958E526409.F6C1%0Apassword_pbkdf2%20admin%20grub.pbkdf2.sha512.10000.0F0F.F0F0%0A",
              },
            ],
          },
        ],
      },
    },
  },
  {
    name: "superusers of the boot loader besides a boot file system of one's own",
    yaml: text`
      variant: fcos
      version: 1.5.0
      grub:
        users:
          - name: root
            password_hash: grub.pbkdf2.sha512.10000.AB.CD
      storage:
        filesystems:
          - device: /dev/disk/by-label/boot
            format: ext4
            mount_options: [noatime]
        files:
          - path: /boot/grub2/user.cfg
            append:
              - inline: |
                  # mine
    `,
    ignition: {
      ignition: { version: "3.4.0" },
      storage: {
        filesystems: [{ device: "/dev/disk/by-label/boot", format: "ext4", path: "/boot", mountOptions: ["noatime"] }],
        files: [
          {
            path: "/boot/grub2/user.cfg",
            append: [
              {
                source:
                  "data:,%23%20Generated%20by%20Butane%0A%0Aset%20superusers=%22root%22%0Apassword_pbkdf2%20root%20grub.pbkdf2.sha512.10000.AB.CD%0A",
              },
              { source: "data:,%23%20mine%0A" },
            ],
          },
        ],
      },
    },
  },
];
