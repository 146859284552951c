import { desugar } from "../../lib/butane/desugar";
import { fromButane } from "../../lib/butane/from-butane";
import type { SugaredConfig } from "../../lib/butane/schema";
import { Late } from "../../lib/values/late";
import { text } from "./example";
import { memoryFiles } from "./memory-files";

const FILES = memoryFiles({
  "app/app.conf": "a = 1\n",
  "app/run": { executable: "#!/bin/sh\n" },
  "logo.png": Buffer.from([0x89, 0x50]),
  "a.service": "[Service]\nExecStart=/bin/true\n",
  "limits.conf": "[Service]\nLimitNOFILE=1\n",
  "team.pub": "ssh-ed25519 BBBB bob\n",
});

/** All that Butane adds to Ignition, in one config. */
const typed: SugaredConfig = {
  ignition: {
    version: "3.6.0",
    config: { merge: [{ inline: '{"ignition":{"version":"3.4.0"}}' }] },
    security: { tls: { certificateAuthorities: [{ local: "team.pub" }] } },
  },
  bootDevice: {
    layout: "x86_64",
    luks: { tpm2: true, threshold: 1, discard: true },
    mirror: { devices: ["/dev/sda", "/dev/sdb"] },
  },
  grub: { users: [{ name: "root", passwordHash: "grub.pbkdf2.sha512.10000.AB.CD" }] },
  passwd: {
    users: [{ name: "core", sshAuthorizedKeys: ["ssh-ed25519 AAAA amy"], sshAuthorizedKeysLocal: ["team.pub"] }],
  },
  storage: {
    trees: [{ local: "app", path: "/opt/app", fileMode: 0o640, dirMode: 0o750, user: { name: "core" } }],
    files: [
      { path: "/etc/inline", contents: { inline: "hello\n" } },
      { path: "/etc/local", contents: { local: "logo.png" }, append: [{ inline: "more" }] },
      { path: "/opt/app/run", mode: 0o755 },
    ],
    luks: [{ name: "data", device: "/dev/vdc", keyFile: { inline: "key" }, clevis: { tpm2: true } }],
    filesystems: [
      { device: "/dev/mapper/data", format: "xfs", path: "/var/data", mountOptions: ["ro"], withMountUnit: true },
    ],
  },
  systemd: {
    units: [
      { name: "a.service", contentsLocal: "a.service", dropins: [{ name: "1.conf", contentsLocal: "limits.conf" }] },
    ],
  },
};

const written = text`
  variant: fcos
  version: 1.7.0
  ignition:
    config:
      merge:
        - inline: '{"ignition":{"version":"3.4.0"}}'
    security:
      tls:
        certificate_authorities:
          - local: team.pub
  boot_device:
    layout: x86_64
    luks: {tpm2: true, threshold: 1, discard: true}
    mirror:
      devices: [/dev/sda, /dev/sdb]
  grub:
    users:
      - name: root
        password_hash: grub.pbkdf2.sha512.10000.AB.CD
  passwd:
    users:
      - name: core
        ssh_authorized_keys: [ssh-ed25519 AAAA amy]
        ssh_authorized_keys_local: [team.pub]
  storage:
    trees:
      - local: app
        path: /opt/app
        file_mode: 0640
        dir_mode: 0750
        user:
          name: core
    files:
      - path: /etc/inline
        contents:
          inline: |
            hello
      - path: /etc/local
        contents:
          local: logo.png
        append:
          - inline: more
      - path: /opt/app/run
        mode: 0755
    luks:
      - name: data
        device: /dev/vdc
        key_file:
          inline: key
        clevis:
          tpm2: true
    filesystems:
      - device: /dev/mapper/data
        format: xfs
        path: /var/data
        mount_options: [ro]
        with_mount_unit: true
  systemd:
    units:
      - name: a.service
        contents_local: a.service
        dropins:
          - name: 1.conf
            contents_local: limits.conf
`;

describe("desugar", () => {
  it("makes of typed data what is made of the same in YAML", () => {
    const fromData = desugar(typed, FILES);
    const fromYaml = fromButane(written, FILES);

    expect(fromData.problems).toEqual([]);
    expect(fromYaml.problems).toEqual([]);
    expect(fromData.config).toEqual(fromYaml.config);
  });

  it("leaves a config without sugar as it is", () => {
    const config: SugaredConfig = {
      storage: {
        disks: [{ device: "/dev/vda", partitions: [{ number: 5, label: "var" }] }],
        files: [
          { path: "/etc/x", contents: ["a", Late.token("t")] },
          { path: "/etc/y", contents: { base64: "AA==" } },
        ],
        links: [{ path: "/etc/l", target: "x" }],
      },
      systemd: { units: [{ unit: { name: "a.service" }, enabled: true }] },
    };

    expect(desugar(config)).toEqual({ config, problems: [] });
  });

  it("keeps the order of what was written, after what was made", () => {
    const { config } = desugar({
      storage: {
        filesystems: [
          { device: "/dev/vdb", format: "ext4", path: "/var/b", withMountUnit: true },
          { device: "/dev/vda", format: "ext4" },
        ],
      },
      systemd: { units: [{ name: "z.service", enabled: true }] },
    });

    expect(config.storage?.filesystems?.map(({ device }) => device)).toEqual(["/dev/vdb", "/dev/vda"]);
    expect(config.systemd?.units?.map((unit) => ("name" in unit ? unit.name : unit.unit))).toEqual([
      "var-b.mount",
      "z.service",
    ]);
  });

  describe("given a mount", () => {
    it("lets systemd expand nothing in it", () => {
      const { config } = desugar({
        storage: {
          filesystems: [
            {
              device: "/dev/disk/by-label/50%b",
              format: "ext4",
              path: "/var/100%",
              mountOptions: ["x-a=%h"],
              withMountUnit: true,
            },
          ],
        },
      });

      expect(config.systemd?.units).toEqual([
        {
          name: "var-100\\x25.mount",
          enabled: true,
          contents: text`
            # Generated by Butane
            [Unit]
            Requires=systemd-fsck@dev-disk-by\\x2dlabel-50\\x25b.service
            After=systemd-fsck@dev-disk-by\\x2dlabel-50\\x25b.service

            [Mount]
            Where=/var/100%%
            What=/dev/disk/by-label/50%%b
            Type=ext4
            Options=x-a=%%h

            [Install]
            RequiredBy=local-fs.target
          `.trimEnd(),
        },
      ]);
    });

    it("says the options of a swap area in its unit only", () => {
      const { config } = desugar({
        storage: {
          filesystems: [{ device: "/dev/vdb", format: "swap", mountOptions: ["pri=1"], withMountUnit: true }],
        },
      });

      expect(config).toEqual({
        storage: { filesystems: [{ device: "/dev/vdb", format: "swap" }] },
        systemd: {
          units: [
            {
              name: "dev-vdb.swap",
              enabled: true,
              contents:
                "# Generated by Butane\n[Swap]\nWhat=/dev/vdb\nOptions=pri=1\n\n[Install]\nRequiredBy=swap.target",
            },
          ],
        },
      });
    });
  });

  describe("given late values", () => {
    const late = Late.token("secret");

    it("keeps them in what is written for them", () => {
      const { config, problems } = desugar({
        bootDevice: {
          layout: "x86_64",
          luks: { tang: [{ url: late, thumbprint: late }], tpm2: Late.token(true), threshold: Late.token(2) },
          mirror: { devices: [late, "/dev/sdb"] },
        },
        grub: {
          users: [
            { name: "root", passwordHash: late },
            { name: "amy", passwordHash: ["grub.", late] },
          ],
        },
        passwd: { users: [{ name: late, sshAuthorizedKeys: [late] }] },
        storage: {
          filesystems: [
            { device: "/dev/vdb", format: "ext4", path: "/var/x", mountOptions: ["ro", late], withMountUnit: true },
          ],
          files: [{ path: "/etc/x", contents: { inline: ["a ", late] } }],
          trees: [],
        },
      });

      expect(problems).toEqual([]);
      expect(config.storage?.disks?.map(({ device }) => device)).toEqual([late, "/dev/sdb"]);
      expect(config.storage?.luks?.[0]?.clevis).toEqual({
        tang: [{ url: late, thumbprint: late }],
        tpm2: Late.token(true),
        threshold: Late.token(2),
      });
      expect(config.storage?.files).toEqual([
        {
          path: "/boot/grub2/user.cfg",
          append: [
            {
              document: {
                kind: "grub",
                grub: {
                  users: [
                    { name: "root", passwordHash: late },
                    { name: "amy", passwordHash: ["grub.", late] },
                  ],
                },
              },
            },
          ],
        },
        { path: "/etc/x", contents: ["a ", late] },
      ]);
      expect(config.systemd?.units?.[0]).toMatchObject({
        name: "var-x.mount",
        contents: expect.arrayContaining(["Options=", "ro", ",", late]) as unknown[],
      });
    });

    it.each([
      ["the device of a mount", { device: late, format: "ext4", path: "/var/x" }, "device"],
      ["the path of a mount", { device: "/dev/vdb", format: "ext4", path: late }, "path"],
      ["the format of a mount", { device: "/dev/vdb", format: late as Late<"ext4">, path: "/var/x" }, "format"],
    ] as const)("refuses %s, of which the unit's name and lines are made", (_name, filesystem, key) => {
      const { problems } = desugar({ storage: { filesystems: [{ ...filesystem, withMountUnit: true }] } });

      expect(problems.map(({ code, path }) => ({ code, path }))).toEqual([
        { code: "butane/late-mount-unit", path: ["storage", "filesystems", 0, key] },
      ]);
    });

    it("refuses contents that have to be written as a URL already", () => {
      const hash = `sha256-${"0".repeat(64)}`;

      const { problems } = desugar({
        ignition: { config: { replace: { inline: late } } },
        storage: { files: [{ path: "/etc/x", contents: { inline: late, verification: { hash } } }] },
      });

      expect(problems.map(({ code, path }) => [code, path.join(".")])).toEqual([
        ["butane/late-contents", "ignition.config.replace"],
        ["butane/late-contents", "storage.files.0.contents.inline"],
      ]);
    });
  });
});
