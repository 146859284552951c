import { QUADLET_FOLDER } from "../../lib/images/files";
import { imageName } from "../../lib/images/image-pin";
import { dnsmasqService } from "../../lib/images/dnsmasq/dnsmasq";
import { downloaderService, type ReleaseFile } from "../../lib/images/downloader/downloader";
import { sftpService } from "../../lib/images/sftp/sftp";
import { referencesOf } from "../../lib/units/references";
import { renderUnit } from "../../lib/units/render";
import type { ContainerUnit } from "../../lib/units/schema";
import { validateUnit } from "../../lib/units/validate";
import { ConfigError } from "../../lib/values/config-error";
import { Late } from "../../lib/values/late";
import { allFiles, allUnits, contentOf, props } from "./fixtures";

const rendered = (name: string): string => renderUnit(allUnits.find((unit) => unit.name === name) as ContainerUnit);
const containers = allUnits.filter((unit): unit is ContainerUnit => "Container" in unit);

describe("installServices", () => {
  it("puts its files where the containers look for them, and secrets where nobody else does", () => {
    expect(allFiles.map(({ path, mode }) => `${mode.toString(8)} ${path}`).sort()).toEqual([
      "600 /etc/slipway/sftp/ssh_host_ed25519_key",
      "644 /etc/slipway/build/dnsmasq/Containerfile",
      "644 /etc/slipway/build/sftp/Containerfile",
      "644 /etc/slipway/dnsmasq/dnsmasq.conf",
      "644 /etc/slipway/downloader/images.sha256",
      "644 /etc/slipway/http/nginx.conf",
      "644 /etc/slipway/http/www/boot.ipxe",
      "644 /etc/slipway/http/www/config.cpio",
      "644 /etc/slipway/sftp/authorized_keys",
      "644 /etc/slipway/sftp/sshd_config",
      "755 /etc/slipway/build/dnsmasq/serve-dhcp",
      "755 /etc/slipway/downloader/download",
      "755 /etc/slipway/setup/volume-setup",
    ]);
    expect(QUADLET_FOLDER).toBe("/etc/containers/systemd");
  });

  it("has sound units of different names, all of which containers wait for are there", () => {
    const names = allUnits.map(({ name }) => name as string);

    expect(allUnits.flatMap(validateUnit)).toEqual([]);
    expect(new Set(names).size).toBe(names.length);
    for (const unit of allUnits)
      for (const { unit: needed } of referencesOf(unit)) expect(names).toContain(needed.name);
  });

  it("gives every container its host's network, a read-only root and only the capabilities it names", () => {
    const capabilities = Object.fromEntries(
      containers.map(({ name, Container }) => [name, Container.AddCapability ?? []]),
    );

    expect(capabilities).toEqual({
      "volume-setup.container": ["CHOWN", "DAC_OVERRIDE", "FOWNER"],
      "sftp.container": ["SYS_CHROOT", "SETUID", "SETGID"],
      "http.container": ["NET_BIND_SERVICE", "SETUID", "SETGID", "CHOWN", "DAC_OVERRIDE"],
      "dnsmasq.container": [
        "NET_ADMIN",
        "NET_RAW",
        "NET_BIND_SERVICE",
        "SETUID",
        "SETGID",
        "KILL",
        "CHOWN",
        "DAC_OVERRIDE",
      ],
      "downloader.container": [],
    });
    for (const { Container } of containers)
      expect(Container).toMatchObject({
        DropCapability: ["all"],
        NoNewPrivileges: true,
        ReadOnly: true,
        Network: ["host"],
        PidsLimit: 256,
        Memory: expect.stringMatching(/^\d+m$/) as string,
      });
  });

  it("has every server watched, and started again when it stops answering", () => {
    const watched = containers.map(({ name, Container, Service }) => [
      name,
      Container.HealthCmd,
      Container.HealthOnFailure,
      Service?.Restart,
    ]);

    expect(watched).toEqual([
      ["volume-setup.container", undefined, undefined, "on-failure"],
      ["sftp.container", "nc -z 127.0.0.1 2222", "kill", "always"],
      ["http.container", "nc -z 127.0.0.1 80", "kill", "always"],
      ["dnsmasq.container", "grep --quiet :0043 /proc/net/udp", "kill", "always"],
      ["downloader.container", undefined, undefined, "on-failure"],
    ]);
  });

  it("relabels what containers share, never for one alone", () => {
    const options = containers.flatMap(({ Container }) => (Container.Volume ?? []).map((mount) => mount.options ?? []));

    expect(options.every((each) => each.includes("z") && !each.includes("Z"))).toBe(true);
  });
});

describe("sftpService", () => {
  it("writes its container", () => {
    expect(rendered("sftp.container")).toBe(`[Unit]
Description=SFTP server
Requires=volume-setup.container
After=volume-setup.container

[Container]
ContainerName=sftp
Image=sftp.build
Entrypoint=/usr/sbin/sshd
Exec=-D -e -f /etc/slipway/sshd_config
Network=host
Volume=/etc/slipway/sftp:/etc/slipway:ro,z
Volume=dhcp.volume:/srv/sftp/dhcp:z
Volume=ignition.volume:/srv/sftp/ignition:z
Volume=tickets.volume:/srv/sftp/tickets:z
Volume=reports.volume:/srv/sftp/reports:ro,z
Volume=log.volume:/srv/sftp/log:ro,z
AddCapability=SYS_CHROOT SETUID SETGID
DropCapability=all
NoNewPrivileges=true
ReadOnly=true
PidsLimit=256
Memory=256m
HealthCmd=nc -z 127.0.0.1 2222
HealthInterval=30s
HealthTimeout=10s
HealthRetries=3
HealthStartPeriod=1m
HealthOnFailure=kill

[Service]
Restart=always
RestartSec=5
TimeoutStartSec=900

[Install]
WantedBy=multi-user.target
`);
  });

  it("leaves the host key to the provider, and keeps late keys late", () => {
    const { files } = sftpService({
      vmName: "install",
      hostKeyGeneration: 2,
      authorizedKeys: ["ssh-ed25519 AA", Late.token("${key}")],
    });

    expect(files.map(({ contents }) => contents).slice(1)).toEqual([
      { kind: "text", text: ["ssh-ed25519 AA", "\n", Late.token("${key}"), "\n"] },
      { kind: "text", text: Late.sealedKey("install", 2, "private") },
    ]);
  });
});

describe("values that become lines of files", () => {
  const codes = (make: () => unknown): readonly string[] => {
    try {
      make();
    } catch (error) {
      if (error instanceof ConfigError) return error.problems.map(({ code, path }) => `${code} at ${path.join(".")}`);
    }
    return [];
  };
  const file = props.downloader.files[0] as ReleaseFile;

  it.each([
    ["two keys in one", "ssh-ed25519 AAAA a\nssh-ed25519 BBBB b"],
    ["a key with options", 'command="sh" ssh-ed25519 AAAA'],
    ["a private key", "-----BEGIN OPENSSH PRIVATE KEY-----"],
  ])("refuses %s", (_name, key) => {
    expect(codes(() => sftpService({ ...props.sftp, authorizedKeys: ["ssh-ed25519 AAAA", key] }))).toEqual([
      "images/not-a-public-key at authorizedKeys.1",
    ]);
  });

  it.each([
    ["a release that is a path", { release: "../44" }, "images/not-a-release at release.0"],
    ["a sum that is none", { files: [{ ...file, sha256: "a1" }] }, "images/not-a-sha256 at files.0"],
    ["a URL of two lines", { files: [{ ...file, url: `${file.url}\n${file.url}` }] }, "images/not-a-url at files.0"],
    ["a URL of no file", { files: [file, { ...file, url: "https://builds.example/" }] }, "images/not-a-url at files.1"],
  ])("refuses %s", (_name, change, code) => {
    expect(codes(() => downloaderService({ ...props.downloader, ...change }))).toEqual([code]);
  });
});

describe("dnsmasqService", () => {
  it("writes its configuration for the folders of its container", () => {
    expect(contentOf("/etc/slipway/dnsmasq/dnsmasq.conf")).toBe(`port=0
interface=en*
bind-dynamic
dhcp-authoritative
dhcp-range=10.20.0.0,static,255.255.255.0,1h
dhcp-ignore=tag:!known
dhcp-option=option:router,10.20.0.1
dhcp-option=option:dns-server,10.20.0.1
dhcp-match=set:ipxe,175
dhcp-boot=tag:ipxe,http://10.20.0.2/boot.ipxe
enable-tftp
tftp-root=/usr/lib/ipxe
dhcp-match=set:bios,option:client-arch,0
dhcp-match=set:uefi,option:client-arch,7
dhcp-match=set:uefi,option:client-arch,9
dhcp-boot=tag:!ipxe,tag:bios,undionly.kpxe
dhcp-boot=tag:!ipxe,tag:uefi,snponly.efi
dhcp-hostsdir=/srv/dhcp/hosts
dhcp-optsdir=/srv/dhcp/options
dhcp-leasefile=/srv/log/dnsmasq.leases
log-dhcp
log-facility=/srv/log/dnsmasq.log
`);
  });

  it("takes a late address as it comes", () => {
    const { files } = dnsmasqService({ ...props.dnsmasq, address: Late.token("${address}") });

    expect(files[0]?.contents).toMatchObject({
      kind: "dnsmasq",
      config: { boot: { script: ["http://", Late.token("${address}"), "/boot.ipxe"] } },
    });
  });
});

describe("downloaderService", () => {
  it("lists the release's files with their sums", () => {
    expect(contentOf("/etc/slipway/downloader/images.sha256")).toBe(
      `${"a1".repeat(32)}  https://builds.example/44.1.2/kernel.x86_64\n${"b2".repeat(32)}  https://builds.example/44.1.2/initramfs.img\n`,
    );
  });

  it("runs once a boot, in the image that it is told", () => {
    const digest = `sha256:${"c3".repeat(32)}`;
    const image = { name: "quay.io/coreos/coreos-installer", tag: "v0.27.0", digest };
    const { units } = downloaderService({ ...props.downloader, image });

    expect(units.map(renderUnit)).toEqual([
      `[Unit]
Description=Fetches the Fedora CoreOS release that guests install

[Container]
ContainerName=downloader
Image=quay.io/coreos/coreos-installer@${digest}
Entrypoint=/bin/bash
Exec=/etc/slipway/downloader/download
Network=host
Volume=/etc/slipway/downloader:/etc/slipway/downloader:ro,z
Volume=images.volume:/srv/images:z
Environment=SLIPWAY_RELEASE=44.1.2
DropCapability=all
NoNewPrivileges=true
ReadOnly=true
PidsLimit=256
Memory=512m

[Service]
Type=oneshot
RemainAfterExit=true
Restart=on-failure
RestartSec=30
TimeoutStartSec=infinity

[Install]
WantedBy=multi-user.target
`,
    ]);
  });
});

describe("imageName", () => {
  it.each([
    ["two lines", { name: "docker.io/library/nginx", tag: "1\nRUN true" }],
    ["a digest that is none", { name: "docker.io/library/nginx", tag: "1", digest: "sha256:abc" }],
  ])("refuses %s", (_name, pin) => {
    expect(() => imageName(pin)).toThrow(/^images\/not-an-image at images\[0\]/);
  });

  it("goes by the tag where there is no digest", () => {
    expect(imageName({ name: "docker.io/library/nginx", tag: "1.28-alpine" })).toBe(
      "docker.io/library/nginx:1.28-alpine",
    );
  });
});
