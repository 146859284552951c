import { sha512 } from "../../../lib/values/hash";
import { call } from "./call";

const CONFIG = {
  ignition: {
    version: "3.4.0",
    config: {
      merge: [{ source: "https://ops:pw@base.example/a.ign?x=1", verification: { hash: `sha512-${"ab".repeat(64)}` } }],
    },
    proxy: { httpProxy: "http://proxy.example:3128", noProxy: ["10.0.0.0/8"] },
  },
  kernelArguments: { shouldExist: ["mitigations=auto"], shouldNotExist: ["quiet"] },
  passwd: {
    users: [
      {
        name: "core",
        sshAuthorizedKeys: ["ssh-ed25519 AAAA"],
        groups: ["wheel", "sudo"],
        passwordHash: "$6$salt$hash",
      },
      { name: "app", uid: 2000, system: true, homeDir: "/var/app", shell: "/sbin/nologin", primaryGroup: "app" },
      { name: "old", shouldExist: false },
    ],
    groups: [{ name: "app", gid: 2000 }],
  },
  storage: {
    disks: [
      {
        device: "/dev/vdb",
        wipeTable: true,
        partitions: [
          { number: 1, label: "small", startMiB: 1, sizeMiB: 1024 },
          { number: 2, label: "large", sizeMiB: 8192, wipePartitionEntry: true },
          { label: "rest" },
        ],
      },
      { device: "/dev/vde", partitions: [{ number: 3, shouldExist: false }] },
    ],
    raid: [{ name: "md-data", level: "raid1", devices: ["/dev/vdc", "/dev/vdd"] }],
    luks: [
      {
        name: "data",
        device: "/dev/disk/by-partlabel/large",
        clevis: { tpm2: true, tang: [{ url: "http://tang.example", thumbprint: "A".repeat(43) }] },
      },
    ],
    filesystems: [
      { device: "/dev/mapper/data", format: "ext4", path: "/var/srv", label: "data", wipeFilesystem: true },
    ],
    directories: [{ path: "/etc/app", mode: 488, user: { name: "app" }, group: { id: 2000 } }],
    files: [
      { path: "/etc/app/empty", contents: { source: "data:," } },
      { path: "/etc/app/image", contents: { source: "data:;base64,AP//gIE=" }, mode: 256, overwrite: true },
      { path: "/etc/app/long", contents: { source: `data:,${"word%20".repeat(100)}` } },
      { path: "/etc/hosts", append: [{ source: "data:,10.0.0.1%20a%0A" }] },
      {
        path: "/opt/tool",
        mode: 493,
        contents: { source: "https://example.com/tool", verification: { hash: `sha256-${"cd".repeat(32)}` } },
      },
    ],
    links: [
      { path: "/etc/localtime", target: "../usr/share/zoneinfo/UTC", overwrite: true },
      { path: "/etc/app/alias", target: "/etc/app/long", hard: true },
    ],
  },
  systemd: {
    units: [
      { name: "zincati.service", enabled: false },
      { name: "getty@tty1.service", mask: true },
      {
        name: "web.service",
        enabled: true,
        contents: "[Service]\nExecStart=/bin/true\n\n[Install]\nWantedBy=multi-user.target\n",
      },
      { name: "sshd.service", dropins: [{ name: "10-a.conf", contents: "[Service]\n" }] },
    ],
  },
};
const JSON_TEXT = JSON.stringify(CONFIG);

describe("slipway ignition show", () => {
  it("draws what a config makes of a machine, without contents and secrets", async () => {
    expect(await call(["show", "-"], { stdin: JSON_TEXT })).toEqual({
      status: 0,
      err: "",
      out: `stdin: Ignition 3.4.0, 3,132 bytes (its shortest form: 2,500 bytes)
  sha512-${sha512(JSON_TEXT)}

Other configs
  merged  https://…@base.example/a.ign?…  sha512-${"ab".repeat(64)}

Proxies
  http      http://proxy.example:3128
  none for  10.0.0.0/8

Kernel arguments
  + mitigations=auto
  − quiet

Users
  core  1 SSH key · password · in wheel, sudo
  app   uid 2000 · system · group app · home /var/app · shell /sbin/nologin
  old   is removed

Groups
  app  gid 2000

Disks
  /dev/vdb (wiped first)
    1  small  1 GiB     ███                       from 1 MiB
    2  large  8 GiB     ████████████████████████  made anew
    ·  rest   the rest  ░░░░░░░░░░░░░░░░░░░░░░░▸
  /dev/vde
    3         is removed

Arrays
  /dev/md/md-data  raid1  /dev/vdc, /dev/vdd

Encrypted volumes
  /dev/mapper/data  on /dev/disk/by-partlabel/large  unlocked by the TPM, http://tang.example

File systems
  /dev/mapper/data  ext4  at /var/srv · label data · made anew

Files
  /
  ├─ etc/
  │  ├─ app/                                   0750  app:2000
  │  │  ├─ alias ⇒ /etc/app/long                     root:root
  │  │  ├─ empty                               0644  root:root  0 bytes    text
  │  │  ├─ image                               0400  root:root  5 bytes    text · replaces what is there
  │  │  └─ long                                0644  root:root  500 bytes  gzip
  │  ├─ hosts                                  0644  root:root             kept · and 11 bytes at its end
  │  └─ localtime → ../usr/share/zoneinfo/UTC        root:root             replaces what is there
  └─ opt/tool                                  0755  root:root             https://example.com/tool · sha256-cdcdcdcd…

Units
  zincati.service     disabled
  getty@tty1.service  masked
  web.service         enabled   68 bytes
  sshd.service                            + 10-a.conf (10 bytes)

no errors, 2 warnings: slipway ignition check stdin
`,
    });
  });

  it("says the same as JSON", async () => {
    const { status, out } = await call(["show", "--json", "-"], { stdin: JSON_TEXT });

    const shown = JSON.parse(out) as Record<string, readonly unknown[]>;

    expect(status).toBe(0);
    expect(shown).toMatchObject({
      file: "stdin",
      version: "3.4.0",
      bytes: JSON_TEXT.length,
      sha512: sha512(JSON_TEXT),
    });
    expect(Object.keys(shown)).toEqual([
      ...["file", "version", "bytes", "sha512"],
      ...["configs", "certificateAuthorities", "proxies", "kernelArguments", "users", "groups"],
      ...["disks", "raid", "luks", "filesystems", "nodes", "units"],
    ]);
    expect(shown["users"]?.[0]).toEqual({
      name: "core",
      groups: ["wheel", "sudo"],
      sshAuthorizedKeys: 1,
      hasPassword: true,
      system: false,
      shouldExist: true,
    });
    expect(shown["nodes"]?.[2]).toEqual({
      path: "/etc/app/empty",
      kind: "file",
      mode: "0644",
      user: "root",
      group: "root",
      overwrite: false,
      contents: { form: "text", bytes: 0 },
    });
    expect(out).not.toMatch(/\$6\$|:pw@|AAAA/);
  });

  it("says how short a config could be", async () => {
    const { out } = await call(["show", "-"], { stdin: '{ "ignition": { "version": "3.0.0" } }' });

    expect(out.split("\n")[0]).toBe("stdin: Ignition 3.0.0, 38 bytes (its shortest form: 32 bytes)");
  });

  it("shows what a Butane document is turned into", async () => {
    const { out } = await call(["show", "-"], { stdin: "variant: fcos\nversion: 1.5.0\n" });

    expect(out.split("\n")[0]).toBe("stdin: Ignition 3.4.0, 32 bytes made of a Butane document");
  });

  it("sends nothing to a terminal that could move its cursor", async () => {
    const config = { ignition: { version: "3.4.0" }, kernelArguments: { shouldExist: ["a\u001b[2Jb"] } };

    const { out } = await call(["show", "-"], { stdin: JSON.stringify(config) });

    expect(out).toContain("  + a\\u001b[2Jb\n");
  });

  it("refuses what is no config", async () => {
    expect(await call(["show", "-"], { stdin: "{" })).toEqual({
      status: 1,
      out: "",
      err: `error ignition/invalid-json
  a key in quotes is missing, at line 1 column 2
  allowed: a JSON document
  fix: correct the text

stdin: 1 error, no warnings; there is nothing to show
`,
    });
  });
});
