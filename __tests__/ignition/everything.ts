import type { IgnitionConfig } from "../../lib/ignition/schema";

const SHA512 = `sha512-${"ab".repeat(64)}`;
const SHA256 = `sha256-${"cd".repeat(32)}`;

/** A resource with all that one can have. It is written as it is given. */
const fetched = (source: string) => ({
  source,
  verification: { hash: SHA256 },
  compression: "gzip" as const,
  httpHeaders: [{ name: "Accept", value: "application/gzip" }],
});

/** A config that uses every option of the spec, and spells out every default that may be left out. */
export const everything: IgnitionConfig = {
  ignition: {
    config: {
      merge: [
        { source: "https://install.example/b.ign", verification: { hash: SHA512 } },
        {
          source: "https://install.example/a.ign.gz",
          verification: { hash: SHA256 },
          compression: "gzip",
          httpHeaders: [{ name: "X-Token", value: "t" }, { name: "Accept" }],
          unverified: false,
        },
        '{"ignition":{"version":"3.4.0"}}',
      ],
      replace: fetched("https://install.example/other.ign.gz"),
    },
    timeouts: { httpResponseHeaders: 20, httpTotal: 600 },
    security: {
      tls: {
        certificateAuthorities: [
          fetched("https://install.example/z.pem.gz"),
          { source: "arn:aws:s3:::bucket/ca.pem", verification: { hash: SHA512 } },
        ],
      },
    },
    proxy: {
      httpProxy: "http://proxy.example:3128",
      httpsProxy: "https://proxy.example:3128",
      noProxy: ["example.org", "10.20.0.0/24"],
    },
  },
  kernelArguments: { shouldExist: ["mitigations=auto,nosmt", "console=ttyS0"], shouldNotExist: ["rhgb", "quiet"] },
  passwd: {
    users: [
      {
        name: "core",
        passwordHash: "",
        sshAuthorizedKeys: ["ssh-ed25519 AAAAC3NzaC1lZDI1NTE5AAAAIPb b", "ssh-ed25519 AAAAC3NzaC1lZDI1NTE5AAAAIPa a"],
        uid: 1000,
        gecos: "Grün & Söhne",
        homeDir: "/var/home/core",
        noCreateHome: true,
        primaryGroup: "app",
        groups: ["wheel", "app"],
        noUserGroup: true,
        noLogInit: true,
        shell: "/bin/bash",
        shouldExist: true,
        system: true,
      },
      { name: "plain", gecos: "", noCreateHome: false, noUserGroup: false, noLogInit: false, system: false },
      { name: "old", shouldExist: false },
    ],
    groups: [
      { name: "wheel", passwordHash: "*", gid: 10, system: false },
      { name: "app", gid: 2000, passwordHash: "", shouldExist: true, system: true },
      { name: "old", shouldExist: false },
    ],
  },
  storage: {
    disks: [
      {
        device: "/dev/disk/by-id/virtio-kept",
        wipeTable: false,
        partitions: [
          {
            label: "data",
            number: 1,
            sizeMiB: 0,
            startMiB: 1,
            typeGuid: "0FC63DAF-8483-4772-8E79-3D69D8477DE4",
            guid: "c2c1a3ff-0f7f-4b0f-9a32-2f0b5b1d4a1c",
            wipePartitionEntry: true,
            shouldExist: true,
            resize: true,
          },
          { number: 9, shouldExist: false, wipePartitionEntry: false, resize: false },
        ],
      },
      {
        device: "/dev/disk/by-id/virtio-blank",
        wipeTable: true,
        partitions: [{ label: "rest", number: 0, sizeMiB: 0, startMiB: 0 }],
      },
    ],
    raid: [
      {
        name: "mirrored",
        level: "raid1",
        devices: ["/dev/disk/by-partlabel/r2", "/dev/disk/by-partlabel/r1", "/dev/disk/by-partlabel/r0"],
        spares: 1,
        options: ["--metadata=1.0"],
      },
      { name: "fast", level: "stripe", devices: ["/dev/sdb", "/dev/sdc"], spares: 0, options: [] },
    ],
    luks: [
      {
        name: "var",
        device: "/dev/disk/by-partlabel/var",
        keyFile: { base64: "AAECAw==" },
        label: "secret",
        uuid: "c2c1a3ff-0f7f-4b0f-9a32-2f0b5b1d4a1d",
        options: ["--cipher", "aes-xts-plain64"],
        discard: true,
        openOptions: ["--perf-no_read_workqueue"],
        wipeVolume: true,
        clevis: {
          tang: [
            {
              url: "https://tang.example",
              thumbprint: "G7pNvD_5wVrmYQ0Ho1w9ZqWq3rM",
              advertisement: '{"payload":"a"}',
            },
          ],
          tpm2: true,
          threshold: 2,
        },
      },
      {
        name: "any",
        device: "/dev/disk/by-partlabel/any",
        keyFile: fetched("https://install.example/key.gz"),
        discard: false,
        wipeVolume: false,
        clevis: { tpm2: true, threshold: 1, tang: [] },
        cex: { enabled: false },
      },
      {
        name: "own",
        device: "/dev/disk/by-partlabel/own",
        clevis: { custom: { pin: "own", config: '{"a":1}', needsNetwork: true }, tpm2: false },
      },
      { name: "card", device: "/dev/disk/by-partlabel/card", cex: { enabled: true } },
    ],
    filesystems: [
      {
        device: "/dev/disk/by-id/dm-name-var",
        format: "xfs",
        path: "/var",
        label: "var",
        uuid: "c2c1a3ff-0f7f-4b0f-9a32-2f0b5b1d4a1e",
        wipeFilesystem: true,
        options: ["-i", "size=1024"],
        mountOptions: ["noatime"],
      },
      { device: "/dev/disk/by-id/dm-name-any", format: "ext4", wipeFilesystem: false },
    ],
    files: [
      {
        path: "/usr/local/bin/tool",
        overwrite: true,
        mode: 0o4755,
        user: { id: 0 },
        group: { name: "app" },
        contents: {
          source: "https://install.example/tool.gz",
          verification: { hash: SHA512 },
          compression: "gzip",
          httpHeaders: [{ name: "Accept", value: "application/gzip" }],
        },
        append: ["tail\n", fetched("https://install.example/tail.gz")],
      },
      { path: "/etc/plain", mode: 0o644, overwrite: false, contents: "plain\n" },
      { path: "/etc/kept", mode: 0o644, user: { name: "core" }, group: { id: 10 }, append: ["kept\n"] },
    ],
    directories: [
      { path: "/srv/shared", overwrite: true, mode: 0o1777, user: { name: "core" }, group: { id: 2000 } },
      { path: "/srv/plain", overwrite: false, mode: 0o755, user: { id: 0 }, group: { name: "app" } },
    ],
    links: [
      {
        path: "/etc/localtime",
        target: "../usr/share/zoneinfo/Europe/Zurich",
        overwrite: true,
        user: { id: 0 },
        group: { id: 0 },
      },
      { path: "/etc/hard", target: "/etc/plain", hard: true, overwrite: false },
      { path: "/etc/alias", target: "/etc/plain", hard: false, user: { name: "core" }, group: { name: "app" } },
    ],
  },
  systemd: {
    units: [
      {
        name: "web.service",
        enabled: true,
        mask: false,
        contents: "[Service]\nExecStart=/bin/web\n\n[Install]\nWantedBy=multi-user.target\n",
        dropins: [
          { name: "20-b.conf", contents: "" },
          { name: "10-a.conf", contents: "[Service]\nNice=5\n" },
        ],
      },
      { name: "docker.service", enabled: false, mask: true, contents: "", dropins: [] },
    ],
  },
};

/** What {@link everything} is written as. */
export const everythingRendered = {
  ignition: {
    version: "3.6.0",
    config: {
      merge: [
        { source: "https://install.example/b.ign", verification: { hash: SHA512 } },
        {
          source: "https://install.example/a.ign.gz",
          verification: { hash: SHA256 },
          compression: "gzip",
          httpHeaders: [{ name: "Accept" }, { name: "X-Token", value: "t" }],
        },
        { source: "data:;base64,eyJpZ25pdGlvbiI6eyJ2ZXJzaW9uIjoiMy40LjAifX0=" },
      ],
      replace: fetched("https://install.example/other.ign.gz"),
    },
    timeouts: { httpResponseHeaders: 20, httpTotal: 600 },
    security: {
      tls: {
        certificateAuthorities: [
          { source: "arn:aws:s3:::bucket/ca.pem", verification: { hash: SHA512 } },
          fetched("https://install.example/z.pem.gz"),
        ],
      },
    },
    proxy: {
      httpProxy: "http://proxy.example:3128",
      httpsProxy: "https://proxy.example:3128",
      noProxy: ["10.20.0.0/24", "example.org"],
    },
  },
  kernelArguments: { shouldExist: ["mitigations=auto,nosmt", "console=ttyS0"], shouldNotExist: ["rhgb", "quiet"] },
  passwd: {
    groups: [
      { name: "wheel", gid: 10, passwordHash: "*" },
      { name: "app", gid: 2000, system: true },
      { name: "old", shouldExist: false },
    ],
    users: [
      {
        name: "core",
        uid: 1000,
        gecos: "Grün & Söhne",
        passwordHash: "",
        sshAuthorizedKeys: ["ssh-ed25519 AAAAC3NzaC1lZDI1NTE5AAAAIPb b", "ssh-ed25519 AAAAC3NzaC1lZDI1NTE5AAAAIPa a"],
        homeDir: "/var/home/core",
        noCreateHome: true,
        primaryGroup: "app",
        groups: ["app", "wheel"],
        noUserGroup: true,
        noLogInit: true,
        shell: "/bin/bash",
        system: true,
      },
      { name: "plain" },
      { name: "old", shouldExist: false },
    ],
  },
  storage: {
    disks: [
      {
        device: "/dev/disk/by-id/virtio-blank",
        wipeTable: true,
        partitions: [{ label: "rest" }],
      },
      {
        device: "/dev/disk/by-id/virtio-kept",
        partitions: [
          {
            number: 1,
            label: "data",
            startMiB: 1,
            sizeMiB: 0,
            typeGuid: "0FC63DAF-8483-4772-8E79-3D69D8477DE4",
            guid: "c2c1a3ff-0f7f-4b0f-9a32-2f0b5b1d4a1c",
            wipePartitionEntry: true,
            resize: true,
          },
          { number: 9, shouldExist: false },
        ],
      },
    ],
    raid: [
      { name: "fast", level: "stripe", devices: ["/dev/sdb", "/dev/sdc"] },
      {
        name: "mirrored",
        level: "raid1",
        devices: ["/dev/disk/by-partlabel/r2", "/dev/disk/by-partlabel/r1", "/dev/disk/by-partlabel/r0"],
        spares: 1,
        options: ["--metadata=1.0"],
      },
    ],
    luks: [
      {
        name: "any",
        device: "/dev/disk/by-partlabel/any",
        keyFile: fetched("https://install.example/key.gz"),
        clevis: { tpm2: true },
      },
      { name: "card", device: "/dev/disk/by-partlabel/card", cex: { enabled: true } },
      {
        name: "own",
        device: "/dev/disk/by-partlabel/own",
        clevis: { custom: { pin: "own", config: '{"a":1}', needsNetwork: true } },
      },
      {
        name: "var",
        device: "/dev/disk/by-partlabel/var",
        keyFile: { source: "data:,%00%01%02%03" },
        label: "secret",
        uuid: "c2c1a3ff-0f7f-4b0f-9a32-2f0b5b1d4a1d",
        options: ["--cipher", "aes-xts-plain64"],
        discard: true,
        openOptions: ["--perf-no_read_workqueue"],
        wipeVolume: true,
        clevis: {
          tang: [
            {
              url: "https://tang.example",
              thumbprint: "G7pNvD_5wVrmYQ0Ho1w9ZqWq3rM",
              advertisement: '{"payload":"a"}',
            },
          ],
          tpm2: true,
          threshold: 2,
        },
      },
    ],
    filesystems: [
      { device: "/dev/disk/by-id/dm-name-any", format: "ext4" },
      {
        device: "/dev/disk/by-id/dm-name-var",
        format: "xfs",
        path: "/var",
        label: "var",
        uuid: "c2c1a3ff-0f7f-4b0f-9a32-2f0b5b1d4a1e",
        wipeFilesystem: true,
        options: ["-i", "size=1024"],
        mountOptions: ["noatime"],
      },
    ],
    directories: [
      { path: "/srv/plain", user: { id: 0 }, group: { name: "app" }, mode: 493 },
      { path: "/srv/shared", overwrite: true, user: { name: "core" }, group: { id: 2000 }, mode: 1023 },
    ],
    files: [
      {
        path: "/etc/kept",
        user: { name: "core" },
        group: { id: 10 },
        mode: 420,
        append: [{ source: "data:,kept%0A" }],
      },
      { path: "/etc/plain", contents: { source: "data:,plain%0A" } },
      {
        path: "/usr/local/bin/tool",
        overwrite: true,
        user: { id: 0 },
        group: { name: "app" },
        mode: 2541,
        contents: {
          source: "https://install.example/tool.gz",
          verification: { hash: SHA512 },
          compression: "gzip",
          httpHeaders: [{ name: "Accept", value: "application/gzip" }],
        },
        append: [{ source: "data:,tail%0A" }, fetched("https://install.example/tail.gz")],
      },
    ],
    links: [
      { path: "/etc/alias", user: { name: "core" }, group: { name: "app" }, target: "/etc/plain" },
      { path: "/etc/hard", target: "/etc/plain", hard: true },
      {
        path: "/etc/localtime",
        overwrite: true,
        user: { id: 0 },
        group: { id: 0 },
        target: "../usr/share/zoneinfo/Europe/Zurich",
      },
    ],
  },
  systemd: {
    units: [
      { name: "docker.service", enabled: false, mask: true },
      {
        name: "web.service",
        contents: "[Service]\nExecStart=/bin/web\n\n[Install]\nWantedBy=multi-user.target\n",
        enabled: true,
        mask: false,
        dropins: [
          { name: "10-a.conf", contents: "[Service]\nNice=5\n" },
          { name: "20-b.conf", contents: "" },
        ],
      },
    ],
  },
};
