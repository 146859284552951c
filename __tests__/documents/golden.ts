import type { Document } from "../../lib/documents";
import { Late } from "../../lib/values/late";

/** A document, and its text. */
export interface Golden {
  readonly name: string;
  readonly document: Document;
  readonly text: string;
}

export const PRIVATE_KEY = "-----BEGIN OPENSSH PRIVATE KEY-----\nb3BlbnNzaC1rZXk=\n-----END OPENSSH PRIVATE KEY-----\n";

const EXTENSION = {
  mac: "bc:24:11:00:00:66",
  address: "10.20.0.12",
  hostname: "web",
  ignitionFile: "102.ign",
  installDisk: "/dev/disk/by-path/pci-0000:00:0a.0",
} as const;

export const goldens: readonly Golden[] = [
  {
    name: "an Ignition config with documents in it",
    document: {
      kind: "ignition",
      config: {
        passwd: {
          users: [{ name: "core", uid: 1000, sshAuthorizedKeys: ["ssh-ed25519 AAAA"] }],
        },
        storage: {
          files: [
            {
              path: "/etc/slipway/ssh_host_ed25519_key",
              mode: 0o600,
              contents: Late.sealedKey("install", 1, "private"),
            },
            { path: "/etc/slipway/nonce", mode: 0o444, contents: ["nonce=", Late.nonce(), "\n"] },
            {
              path: "/etc/containers/systemd/web.container",
              contents: {
                document: {
                  kind: "unit",
                  unit: { name: "web.container", Container: { Image: "quay.io/example/web:1" } },
                },
              },
            },
            { path: "/etc/blob", contents: { document: { kind: "bytes", base64: "AP8=" } } },
          ],
        },
        systemd: {
          units: [
            {
              unit: {
                name: "report.service",
                Unit: { Description: ["Reports ", Late.nonce()] },
                Service: { ExecStart: [["/usr/bin/report", "10.20.0.2"]] },
                Install: { WantedBy: ["multi-user.target"] },
              },
              enabled: true,
            },
          ],
        },
      },
    },
    text: JSON.stringify({
      ignition: { version: "3.4.0" },
      passwd: { users: [{ name: "core", uid: 1000, sshAuthorizedKeys: ["ssh-ed25519 AAAA"] }] },
      storage: {
        files: [
          { path: "/etc/blob", contents: { source: "data:,%00%FF" } },
          {
            path: "/etc/containers/systemd/web.container",
            contents: { source: "data:,%5BContainer%5D%0AImage=quay.io/example/web:1%0A" },
          },
          {
            path: "/etc/slipway/nonce",
            mode: 292,
            contents: { source: "data:,nonce=52cc309e47f78c681638d63632a8dda1%0A" },
          },
          {
            path: "/etc/slipway/ssh_host_ed25519_key",
            mode: 384,
            contents: {
              source:
                "data:,-----BEGIN%20OPENSSH%20PRIVATE%20KEY-----%0Ab3BlbnNzaC1rZXk=%0A-----END%20OPENSSH%20PRIVATE%20KEY-----%0A",
            },
          },
        ],
      },
      systemd: {
        units: [
          {
            name: "report.service",
            contents:
              "[Unit]\nDescription=Reports 52cc309e47f78c681638d63632a8dda1\n\n[Service]\nExecStart=/usr/bin/report 10.20.0.2\n\n[Install]\nWantedBy=multi-user.target\n",
            enabled: true,
          },
        ],
      },
    }),
  },
  {
    name: "an Ignition config with documents wherever contents may stand",
    document: {
      kind: "ignition",
      config: {
        ignition: {
          config: { merge: [{ document: { kind: "ignition", config: { passwd: { users: [{ name: "ops" }] } } } }] },
          security: { tls: { certificateAuthorities: [{ document: { kind: "text", text: "PEM" } }] } },
        },
        storage: {
          files: [{ path: "/etc/a", append: [{ document: { kind: "text", text: "more" } }] }],
        },
      },
    },
    text: JSON.stringify({
      ignition: {
        version: "3.4.0",
        config: {
          merge: [
            {
              source:
                "data:;base64,eyJpZ25pdGlvbiI6eyJ2ZXJzaW9uIjoiMy40LjAifSwicGFzc3dkIjp7InVzZXJzIjpbeyJuYW1lIjoib3BzIn1dfX0=",
            },
          ],
        },
        security: { tls: { certificateAuthorities: [{ source: "data:,PEM" }] } },
      },
      storage: {
        files: [{ path: "/etc/a", append: [{ source: "data:,more" }] }],
      },
    }),
  },
  {
    name: "a quadlet",
    document: {
      kind: "unit",
      unit: { name: "web.container", Container: { Image: "quay.io/example/web:1", Network: ["host"] } },
    },
    text: "[Container]\nImage=quay.io/example/web:1\nNetwork=host\n",
  },
  {
    name: "a guest's host file",
    document: { kind: "dnsmasq-host", extension: EXTENSION },
    text: "BC:24:11:00:00:66,set:webtag,10.20.0.12,web\n",
  },
  {
    name: "a guest's options file",
    document: { kind: "dnsmasq-options", extension: EXTENSION },
    text: 'tag:webtag,encap:128,2,"102.ign"\ntag:webtag,encap:128,3,"/dev/disk/by-path/pci-0000:00:0a.0"\n',
  },
  {
    name: "a guest's extension in one file",
    document: { kind: "dnsmasq-extension", extension: EXTENSION },
    text: [
      "dhcp-host=BC:24:11:00:00:66,set:webtag,10.20.0.12,web",
      'dhcp-option=tag:webtag,encap:128,2,"102.ign"',
      'dhcp-option=tag:webtag,encap:128,3,"/dev/disk/by-path/pci-0000:00:0a.0"',
      "",
    ].join("\n"),
  },
  {
    name: "an install ticket",
    document: {
      kind: "ipxe",
      script: {
        commands: [
          { command: "set", name: "vm_id", value: "102" },
          { command: "set", name: "nonce", value: Late.nonce("/ignition/102.ign/10.20.0.12") },
          { command: "set", name: "sha512", value: Late.sha512("/ignition/102.ign/10.20.0.12") },
        ],
        returns: true,
      },
    },
    text: `#!ipxe\nset vm_id 102\nset nonce ${"1".repeat(32)}\nset sha512 ${"2".repeat(128)}\n`,
  },
  {
    name: "superusers of GRUB",
    document: {
      kind: "grub",
      grub: {
        users: [
          { name: "root", passwordHash: "grub.pbkdf2.sha512.10000.AB.CD" },
          { name: "amy", passwordHash: ["grub.pbkdf2.", "sha512.10000.EF.01"] },
        ],
      },
    },
    text: [
      "# Generated by Butane\n",
      'set superusers="root amy"',
      "password_pbkdf2 root grub.pbkdf2.sha512.10000.AB.CD",
      "password_pbkdf2 amy grub.pbkdf2.sha512.10000.EF.01\n",
    ].join("\n"),
  },
  {
    name: "a text",
    document: { kind: "text", text: ["address ", "10.20.0.2", "\n"] },
    text: "address 10.20.0.2\n",
  },
  { name: "bytes", document: { kind: "bytes", base64: "AP8=" }, text: "\u0000\u00ff" },
];
