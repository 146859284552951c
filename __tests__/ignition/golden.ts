import type { IgnitionConfig } from "../../lib/ignition/schema";

/** Configs and what they have to be rendered as, to the byte. Ignition itself judges them too. */
export interface Golden {
  readonly name: string;
  readonly config: IgnitionConfig;
  readonly rendered: object;
}

const DATA_DISK = "/dev/disk/by-id/virtio-slipway-data";
const SHA512 = "ab".repeat(64);

export const goldens: readonly Golden[] = [
  { name: "nothing", config: {}, rendered: { ignition: { version: "3.4.0" } } },
  {
    name: "the quadlet of a DHCP server",
    config: {
      storage: {
        files: [
          {
            path: "/etc/containers/systemd/dnsmasq.container",
            mode: 0o644,
            contents: [
              "[Unit]",
              "Description=DHCP for the install network",
              "",
              "[Container]",
              "Image=localhost/dnsmasq",
              "Network=host",
              "AddCapability=CAP_NET_ADMIN CAP_NET_RAW",
              "",
            ].join("\n"),
          },
        ],
      },
    },
    rendered: {
      ignition: { version: "3.4.0" },
      storage: {
        files: [
          {
            path: "/etc/containers/systemd/dnsmasq.container",
            contents: {
              source:
                "data:,%5BUnit%5D%0ADescription=DHCP%20for%20the%20install%20network%0A%0A%5BContainer%5D%0AImage=localhost/dnsmasq%0ANetwork=host%0AAddCapability=CAP_NET_ADMIN%20CAP_NET_RAW%0A",
            },
          },
        ],
      },
    },
  },
  {
    name: "a data disk with a partition and a file system a volume",
    config: {
      storage: {
        disks: [
          {
            device: DATA_DISK,
            wipeTable: false,
            partitions: [
              { label: "containers", number: 1, startMiB: 1, sizeMiB: 8192 },
              { label: "log", number: 2, startMiB: 8193, sizeMiB: 0, shouldExist: true },
            ],
          },
        ],
        filesystems: [
          { device: "/dev/disk/by-partlabel/log", format: "ext4", label: "log", wipeFilesystem: false, options: [] },
          { device: "/dev/disk/by-partlabel/containers", format: "ext4" },
        ],
      },
      systemd: {
        units: [
          {
            name: "var-lib-containers.mount",
            enabled: true,
            contents:
              "[Mount]\nWhat=/dev/disk/by-partlabel/containers\nWhere=/var/lib/containers\nType=ext4\n\n[Install]\nRequiredBy=local-fs.target\n",
          },
        ],
      },
    },
    rendered: {
      ignition: { version: "3.4.0" },
      storage: {
        disks: [
          {
            device: DATA_DISK,
            partitions: [
              { number: 1, label: "containers", startMiB: 1, sizeMiB: 8192 },
              { number: 2, label: "log", startMiB: 8193, sizeMiB: 0 },
            ],
          },
        ],
        filesystems: [
          { device: "/dev/disk/by-partlabel/containers", format: "ext4" },
          { device: "/dev/disk/by-partlabel/log", format: "ext4", label: "log" },
        ],
      },
      systemd: {
        units: [
          {
            name: "var-lib-containers.mount",
            contents:
              "[Mount]\nWhat=/dev/disk/by-partlabel/containers\nWhere=/var/lib/containers\nType=ext4\n\n[Install]\nRequiredBy=local-fs.target\n",
            enabled: true,
          },
        ],
      },
    },
  },
  {
    name: "users, groups and files that belong to them",
    config: {
      passwd: {
        users: [
          {
            name: "core",
            sshAuthorizedKeys: ["ssh-ed25519 AAAAC3NzaC1lZDI1NTE5AAAAIPcore ops@example"],
            groups: ["wheel"],
          },
          {
            name: "app",
            uid: 2000,
            primaryGroup: "app",
            system: true,
            homeDir: "/var/app",
            shell: "/sbin/nologin",
            noCreateHome: false,
          },
          { name: "old", shouldExist: false },
        ],
        groups: [{ name: "app", gid: 2000, shouldExist: true }],
      },
      storage: {
        directories: [
          { path: "/var/app", mode: 0o750, user: { name: "app" }, group: { id: 2000 } },
          { path: "/etc/app" },
        ],
        files: [
          { path: "/var/app/token", mode: 0o400, user: { id: 2000 }, contents: { base64: "AP8=" }, overwrite: true },
          { path: "/etc/hosts", append: ["10.20.0.2 install\n"] },
          { path: "/etc/empty", contents: "", overwrite: false },
        ],
        links: [
          { path: "/etc/localtime", target: "../usr/share/zoneinfo/Europe/Zurich", overwrite: true },
          { path: "/etc/app/hosts", target: "/etc/hosts", hard: true },
        ],
      },
    },
    rendered: {
      ignition: { version: "3.4.0" },
      passwd: {
        groups: [{ name: "app", gid: 2000 }],
        users: [
          {
            name: "core",
            sshAuthorizedKeys: ["ssh-ed25519 AAAAC3NzaC1lZDI1NTE5AAAAIPcore ops@example"],
            groups: ["wheel"],
          },
          { name: "app", uid: 2000, homeDir: "/var/app", primaryGroup: "app", shell: "/sbin/nologin", system: true },
          { name: "old", shouldExist: false },
        ],
      },
      storage: {
        directories: [
          { path: "/etc/app" },
          { path: "/var/app", user: { name: "app" }, group: { id: 2000 }, mode: 488 },
        ],
        files: [
          { path: "/etc/empty", contents: { source: "data:," } },
          { path: "/etc/hosts", append: [{ source: "data:,10.20.0.2%20install%0A" }] },
          {
            path: "/var/app/token",
            overwrite: true,
            user: { id: 2000 },
            mode: 256,
            contents: { source: "data:,%00%FF" },
          },
        ],
        links: [
          { path: "/etc/app/hosts", target: "/etc/hosts", hard: true },
          { path: "/etc/localtime", overwrite: true, target: "../usr/share/zoneinfo/Europe/Zurich" },
        ],
      },
    },
  },
  {
    name: "units of the system, changed",
    config: {
      kernelArguments: { shouldExist: ["mitigations=auto,nosmt"], shouldNotExist: ["quiet"] },
      systemd: {
        units: [
          { name: "zincati.service", enabled: false },
          { name: "systemd-resolved.service", mask: true },
          {
            name: "serial-getty@ttyS0.service",
            dropins: [
              { name: "20-b.conf", contents: "[Service]\nTTYVTDisallocate=no\n" },
              { name: "10-a.conf", contents: "[Service]\nType=idle\n" },
            ],
          },
        ],
      },
    },
    rendered: {
      ignition: { version: "3.4.0" },
      kernelArguments: { shouldExist: ["mitigations=auto,nosmt"], shouldNotExist: ["quiet"] },
      systemd: {
        units: [
          {
            name: "serial-getty@ttyS0.service",
            dropins: [
              { name: "10-a.conf", contents: "[Service]\nType=idle\n" },
              { name: "20-b.conf", contents: "[Service]\nTTYVTDisallocate=no\n" },
            ],
          },
          { name: "systemd-resolved.service", mask: true },
          { name: "zincati.service", enabled: false },
        ],
      },
    },
  },
  {
    name: "what comes from elsewhere",
    config: {
      ignition: {
        version: "3.4.0",
        config: {
          merge: [
            { source: "https://install.example/base.ign", verification: { hash: `sha512-${SHA512}` } },
            '{"ignition":{"version":"3.4.0"}}',
          ],
        },
        timeouts: { httpResponseHeaders: 20, httpTotal: 0 },
        security: {
          tls: {
            certificateAuthorities: [
              { source: "https://install.example/ca.pem", verification: { hash: `sha512-${SHA512}` } },
            ],
          },
        },
        proxy: { httpsProxy: "https://proxy.example:3128", noProxy: ["10.20.0.0/24"] },
      },
      storage: {
        files: [
          {
            path: "/opt/tool",
            mode: 0o755,
            contents: {
              source: "http://10.20.0.2/tool.gz",
              compression: "gzip",
              httpHeaders: [{ name: "Accept", value: "application/gzip" }],
              verification: { hash: `sha512-${SHA512}` },
            },
          },
        ],
      },
    },
    rendered: {
      ignition: {
        version: "3.4.0",
        config: {
          merge: [
            { source: "https://install.example/base.ign", verification: { hash: `sha512-${SHA512}` } },
            { source: "data:;base64,eyJpZ25pdGlvbiI6eyJ2ZXJzaW9uIjoiMy40LjAifX0=" },
          ],
        },
        timeouts: { httpResponseHeaders: 20 },
        security: {
          tls: {
            certificateAuthorities: [
              { source: "https://install.example/ca.pem", verification: { hash: `sha512-${SHA512}` } },
            ],
          },
        },
        proxy: { httpsProxy: "https://proxy.example:3128", noProxy: ["10.20.0.0/24"] },
      },
      storage: {
        files: [
          {
            path: "/opt/tool",
            mode: 493,
            contents: {
              source: "http://10.20.0.2/tool.gz",
              verification: { hash: `sha512-${SHA512}` },
              compression: "gzip",
              httpHeaders: [{ name: "Accept", value: "application/gzip" }],
            },
          },
        ],
      },
    },
  },
];
