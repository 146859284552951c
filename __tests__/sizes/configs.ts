import type { IgnitionConfig } from "../../lib/ignition/schema";
import { installVmConfig } from "./install-vm";
import * as texts from "./texts";

/** A config whose size is compared. */
export interface Sized {
  /** That of its file in `by-hand/`. */
  readonly name: string;

  /** As the page calls it. */
  readonly title: string;

  /** In our words: what `renderIgnition` takes. Contents are texts, or bytes in base64. */
  readonly config: IgnitionConfig;

  /** What the configuration by hand reads with `file()`. */
  readonly files: Readonly<Record<string, string | Buffer>>;
}

const CORE = {
  name: "core",
  sshAuthorizedKeys: [
    "ssh-ed25519 AAAAC3NzaC1lZDI1NTE5AAAAIOMqqnkVzrm0SdG6UOoqKLsabgH5C9okWi0dh2l9GKJl ops@example.com",
  ],
};

/** Those of docs/sizes.md, in its order. */
export const sizedConfigs: readonly Sized[] = [
  {
    name: "dnsmasq",
    title: "the quadlet of a DHCP server",
    files: { "dnsmasq.container": texts.DNSMASQ_CONTAINER },
    config: {
      storage: {
        files: [{ path: "/etc/containers/systemd/dnsmasq.container", contents: texts.DNSMASQ_CONTAINER }],
      },
    },
  },
  {
    name: "web-server",
    title: "a web server with users and units",
    files: {
      "web.container": texts.WEB_CONTAINER,
      "nginx.conf": texts.NGINX_CONF,
      "backup.service": texts.BACKUP_SERVICE,
      "backup.timer": texts.BACKUP_TIMER,
    },
    config: {
      passwd: { users: [CORE, { name: "deploy", uid: 2000, groups: ["systemd-journal"] }] },
      storage: {
        directories: [{ path: "/var/srv/www", user: { name: "deploy" } }],
        files: [
          { path: "/etc/hostname", contents: "www.example.com\n" },
          { path: "/etc/containers/systemd/web.container", contents: texts.WEB_CONTAINER },
          { path: "/etc/web/nginx.conf", contents: texts.NGINX_CONF },
        ],
        links: [{ path: "/etc/localtime", overwrite: true, target: "../usr/share/zoneinfo/Europe/Zurich" }],
      },
      systemd: {
        units: [
          { name: "backup.service", contents: texts.BACKUP_SERVICE },
          { name: "backup.timer", enabled: true, contents: texts.BACKUP_TIMER },
          {
            name: "sshd.service",
            dropins: [{ name: "10-restart.conf", contents: "[Service]\nRestart=always\n" }],
          },
          { name: "zincati.service", enabled: false },
        ],
      },
    },
  },
  {
    name: "disks",
    title: "disks, file systems and LUKS",
    files: { "var-srv.mount": texts.SRV_MOUNT },
    config: {
      passwd: { users: [CORE] },
      storage: {
        disks: [
          {
            device: "/dev/disk/by-id/virtio-data",
            wipeTable: true,
            partitions: [
              { number: 1, label: "containers", sizeMiB: 8192 },
              { number: 2, label: "log", sizeMiB: 2048 },
              { number: 3, label: "data" },
            ],
          },
        ],
        luks: [
          {
            name: "data",
            device: "/dev/disk/by-partlabel/data",
            discard: true,
            clevis: {
              tpm2: true,
              tang: [{ url: "https://tang.example.com", thumbprint: "TREPzNAAFnpkhP1V2vBAoEjWNzoXjWMpFQdRvs1NjSk" }],
              threshold: 2,
            },
          },
        ],
        filesystems: [
          { device: "/dev/disk/by-partlabel/containers", format: "xfs", label: "containers" },
          { device: "/dev/disk/by-partlabel/log", format: "ext4", label: "log" },
          { device: "/dev/mapper/data", format: "xfs", path: "/var/srv", label: "data" },
        ],
      },
      systemd: { units: [{ name: "var-srv.mount", enabled: true, contents: texts.SRV_MOUNT }] },
    },
  },
  {
    name: "fleet-agent",
    title: "a fleet agent with a large text and a binary file",
    files: {
      "fleet-agent.service": texts.AGENT_SERVICE,
      "rules.yaml": texts.AGENT_RULES,
      "key-ring.bin": texts.AGENT_KEY_RING,
    },
    config: {
      passwd: { users: [CORE] },
      storage: {
        files: [
          {
            path: "/etc/fleet-agent/key-ring.bin",
            mode: 0o640,
            contents: { base64: texts.AGENT_KEY_RING.toString("base64") },
          },
          { path: "/etc/fleet-agent/rules.yaml", contents: texts.AGENT_RULES },
          {
            path: "/usr/local/bin/fleet-agent",
            mode: 0o755,
            contents: {
              source: "https://files.example.com/fleet-agent-2.4.1",
              verification: {
                hash: "sha256-9f86d081884c7d659a2feaa0c55ad015a3bf4f1b2b0b822cd15d6c15b0f00a08",
              },
            },
          },
        ],
      },
      systemd: { units: [{ name: "fleet-agent.service", enabled: true, contents: texts.AGENT_SERVICE }] },
    },
  },
  { name: "install-vm", title: "Slipway's own install VM", files: {}, config: installVmConfig() },
];
