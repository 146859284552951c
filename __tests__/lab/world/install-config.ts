import type { SshKeyPair } from "../../../lib/lab/machine/ssh-key";

/** A file of an Ignition config. */
export function file(path: string, text: string | Buffer, mode = 0o644): Record<string, unknown> {
  return { path, mode, contents: { source: `data:;base64,${Buffer.from(text).toString("base64")}` } };
}

const volumes = ["dhcp", "ignition", "tickets", "reports", "images", "log"];

function volume(label: string): string {
  return `[Volume]
VolumeName=${label}
Device=/dev/disk/by-partlabel/${label}
Type=ext4
Options=nodev,noexec,nosuid,rootcontext=system_u:object_r:container_file_t:s0
`;
}

const container = (name: string, lines: string): string => `[Unit]
After=folders.container
Requires=folders.container
[Container]
Image=example.invalid/${name}:1
Network=host
ReadOnly=true
${lines}
[Install]
WantedBy=multi-user.target
`;

export const nginxConf = `events { }
http {
  default_type application/octet-stream;
  log_format short '$remote_addr $request_method $uri $status';
  access_log /srv/log/http.log short;
  client_max_body_size 16k;
  client_body_temp_path /tmp/body;
  server {
    listen 80;
    location = /boot.ipxe { alias /srv/www/boot.ipxe; }
    location = /config.cpio { alias /srv/www/config.cpio; }
    location /images/ { root /srv; }
    location ~ ^/(tickets|ignition)/([0-9]+)\\.ign$ {
      if (!-d /srv/$1/$2.ign) { return 404; }
      if (!-f /srv/$1/$2.ign/$remote_addr) { return 403; }
      alias /srv/$1/$2.ign/$remote_addr;
    }
    location ~ ^/installed/([0-9]+)/([0-9a-f]+)/([0-9a-f-]+)$ {
      if (-d /srv/reports/$1/$2/$3) { return 200; }
      return 404;
    }
    location ~ ^/(log|reports)/([0-9]+)/([0-9a-f]+)/([0-9a-f-]+)/([0-9a-z-]+)$ {
      if (!-f /srv/ignition/$2.ign/$remote_addr) { return 403; }
      if (-f /srv/reports/$2/$3/$4/$5) { return 409; }
      root /srv;
      dav_methods PUT;
      create_full_put_path on;
      limit_except PUT { deny all; }
    }
    location / { return 404; }
  }
}
`;

const bootScript = (server: string, release: string): string => `#!ipxe
chain --autofree tickets/\${128.2:string} || goto disk
isset \${nonce} || goto disk
isset \${uuid} || goto disk
imgfetch /installed/\${vm_id}/\${nonce}/\${uuid} && goto disk ||
kernel /images/${release}/fedora-coreos-${release}-live-kernel.x86_64 initrd=main coreos.live.rootfs_url=http://${server}/images/${release}/fedora-coreos-${release}-live-rootfs.x86_64.img ignition.firstboot ignition.platform.id=metal coreos.inst.install_dev=\${128.3:string} slipway.ignition=http://${server}/ignition/\${128.2:string} slipway.sha512=\${sha512} slipway.vm_id=\${vm_id} slipway.nonce=\${nonce} slipway.machine=\${uuid} slipway.server=http://${server}
initrd --name main /images/${release}/fedora-coreos-${release}-live-initramfs.x86_64.img
initrd --name config /config.cpio
boot
:disk
sanboot --no-describe --drive 0x80 || exit
`;

export const dnsmasqConf = (server: string): string => `port=0
interface=en*
bind-dynamic
dhcp-range=10.20.0.0,static,255.255.255.0,1h
dhcp-ignore=tag:!known
dhcp-option=option:router,10.20.0.1
dhcp-match=set:ipxe,175
dhcp-boot=tag:ipxe,http://${server}/boot.ipxe
dhcp-hostsdir=/srv/dhcp/hosts
dhcp-optsdir=/srv/dhcp/options
log-dhcp
log-facility=/srv/log/dnsmasq.log
`;

export const sshdConfig = `Port 2222
HostKey /etc/slipway/ssh_host_ed25519_key
AllowUsers terraform_ignition
AuthorizedKeysFile /etc/slipway/authorized_keys
PasswordAuthentication no
ChrootDirectory /srv/sftp
ForceCommand internal-sftp -u 022
Subsystem sftp internal-sftp
DisableForwarding yes
`;

export interface InstallConfigOptions {
  readonly address: string;
  readonly release: string;

  /** URL and sha256 of kernel, initramfs and rootfs. */
  readonly images: readonly { readonly url: string; readonly sha256: string }[];
  readonly hostKey: SshKeyPair;
  readonly authorizedKey: string;
  readonly liveConfig: Buffer;

  /** Files that take the place of the usual ones, by path. */
  readonly instead?: Readonly<Record<string, Record<string, unknown>>>;
}

/** The Ignition config of an install VM, written by hand. */
export function installConfig(options: InstallConfigOptions): Record<string, unknown> {
  const files = [
    file("/etc/hostname", "install\n"),
    file(
      "/etc/NetworkManager/system-connections/install.nmconnection",
      `[connection]\nid=install\ntype=ethernet\n[ipv4]\nmethod=manual\naddress1=${options.address}/24,10.20.0.1\n`,
      0o600,
    ),
    ...volumes.map((label) => file(`/etc/containers/systemd/${label}.volume`, volume(label))),
    file(
      "/etc/containers/systemd/folders.container",
      `[Container]
Image=example.invalid/sh:1
Exec=/etc/slipway/folders
ReadOnly=true
Volume=/etc/slipway/setup:/etc/slipway:ro,z
${["dhcp", "ignition", "tickets", "reports", "log"].map((label) => `Volume=${label}.volume:/srv/${label}:z`).join("\n")}
[Service]
Type=oneshot
`,
    ),
    file(
      "/etc/slipway/setup/folders",
      `#!/bin/sh
set -e
owner=101:101
mkdir -p /srv/dhcp/hosts /srv/dhcp/options
chown "$owner" /srv/dhcp /srv/dhcp/hosts /srv/dhcp/options /srv/ignition /srv/tickets /srv/reports /srv/log
`,
      0o755,
    ),
    file(
      "/etc/containers/systemd/sftp.container",
      container(
        "sftp",
        `Exec=/usr/sbin/sshd -D -f /etc/slipway/sshd_config
Volume=/etc/slipway/sftp:/etc/slipway:ro,z
Volume=dhcp.volume:/srv/sftp/dhcp:z
Volume=ignition.volume:/srv/sftp/ignition:z
Volume=tickets.volume:/srv/sftp/tickets:z
Volume=reports.volume:/srv/sftp/reports:ro,z
Volume=log.volume:/srv/sftp/log:ro,z`,
      ).replace("example.invalid/sftp:1", "sftp.build"),
    ),
    file(
      "/etc/containers/systemd/sftp.build",
      `[Build]\nImageTag=localhost/sftp:1\nSetWorkingDirectory=/etc/slipway/build\n`,
    ),
    file(
      "/etc/slipway/build/Containerfile",
      `FROM example.invalid/alpine:1\nRUN addgroup -g 101 files \\\n && adduser -D -u 101 -G files terraform_ignition\n`,
    ),
    file("/etc/slipway/sftp/sshd_config", sshdConfig),
    file("/etc/slipway/sftp/authorized_keys", `${options.authorizedKey}\n`),
    file("/etc/slipway/sftp/ssh_host_ed25519_key", options.hostKey.privateKey, 0o600),
    file(
      "/etc/containers/systemd/http.container",
      container(
        "nginx",
        `Tmpfs=/var/cache/nginx
Volume=/etc/slipway/http/nginx.conf:/etc/nginx/nginx.conf:ro,z
Volume=/etc/slipway/http/www:/srv/www:ro,z
Volume=ignition.volume:/srv/ignition:ro,z
Volume=tickets.volume:/srv/tickets:ro,z
Volume=images.volume:/srv/images:ro,z
Volume=reports.volume:/srv/reports:z
Volume=log.volume:/srv/log:z`,
      ),
    ),
    file("/etc/slipway/http/nginx.conf", nginxConf),
    file("/etc/slipway/http/www/boot.ipxe", bootScript(options.address, options.release)),
    file("/etc/slipway/http/www/config.cpio", options.liveConfig),
    file(
      "/etc/containers/systemd/dnsmasq.container",
      container(
        "dnsmasq",
        `Group=101
Volume=/etc/slipway/dnsmasq/dnsmasq.conf:/etc/dnsmasq.conf:ro,z
Volume=dhcp.volume:/srv/dhcp:ro,z
Volume=log.volume:/srv/log:z`,
      ),
    ),
    file("/etc/slipway/dnsmasq/dnsmasq.conf", dnsmasqConf(options.address)),
    file(
      "/etc/containers/systemd/downloader.container",
      `[Container]
Image=example.invalid/coreos-installer@sha256:${"0".repeat(64)}
Environment=SLIPWAY_RELEASE=${options.release}
Volume=/etc/slipway/downloader:/etc/slipway/downloader:ro,z
Volume=images.volume:/srv/images:z
[Service]
Type=oneshot
[Install]
WantedBy=multi-user.target
`,
    ),
    file(
      "/etc/slipway/downloader/images.sha256",
      options.images.map(({ url, sha256 }) => `${sha256}  ${url}\n`).join(""),
    ),
  ];
  return {
    ignition: { version: "3.4.0" },
    storage: {
      disks: [
        {
          device: "/dev/disk/by-id/virtio-slipway-data",
          partitions: volumes.map((label, index) => ({
            number: index + 1,
            label,
            startMiB: 1 + index * 64,
            sizeMiB: index === volumes.length - 1 ? 0 : 64,
          })),
        },
      ],
      filesystems: volumes.map((label) => ({ device: `/dev/disk/by-partlabel/${label}`, format: "ext4", label })),
      files: files.map((entry) => options.instead?.[String(entry["path"])] ?? entry),
    },
  };
}
