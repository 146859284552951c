import type {
  BuildUnit,
  ContainerUnit,
  ImageUnit,
  NetworkUnit,
  ServiceUnit,
  Unit,
  VolumeUnit,
} from "../../lib/units/schema";
import { validateUnit } from "../../lib/units/validate";

/** A container with nothing but what it needs, and what a test adds. */
export function aContainer(section: Partial<ContainerUnit["Container"]> = {}): ContainerUnit {
  return { name: "web.container", Container: { Image: "quay.io/example/app:1", ...section } };
}

export function aService(section: Partial<ServiceUnit["Service"]> = {}): ServiceUnit {
  return { name: "task.service", Service: { ExecStart: [["/usr/bin/true"]], ...section } };
}

/** One of each kind of quadlet, with references between them and every sort of directive. */
export const everyQuadlet: readonly (ContainerUnit | VolumeUnit | NetworkUnit | ImageUnit | BuildUnit)[] = [
  {
    name: "web.container",
    Unit: { Description: "100% of the web", After: ["network-online.target", "db.container"], Wants: ["db.container"] },
    Container: {
      ContainerName: "web",
      Image: { unit: "web.build" },
      Exec: ["serve", "--title", 'a "quoted" title', "100%", "$HOME", "it's"],
      User: "1000",
      Group: "1000",
      HostName: "web",
      Network: [{ unit: "front.network", options: "alias=www" }, { unit: "db.container" }],
      PublishPort: [
        { host: 8080, container: 80 },
        { address: "127.0.0.1", container: 53, protocol: "udp" },
        { address: "::1", host: 8443, container: 443, protocol: "tcp" },
        { container: 9000 },
      ],
      Volume: [
        { source: { unit: "data.volume" }, target: "/srv", options: ["ro", "z"] },
        { source: "/etc/slipway/www", target: "/www", options: ["ro"] },
        { target: "/scratch" },
      ],
      Mount: [
        { type: "bind", source: "/run/host", target: "/run/host", options: { ro: true, relabel: "shared" } },
        { type: "tmpfs", target: "/cache", options: { "tmpfs-size": "64m" } },
        { type: "image", source: { unit: "base.image" }, target: "/base" },
      ],
      Tmpfs: [{ target: "/tmp", options: ["size=64m", "mode=1777"] }],
      Environment: { GREETING: "hello $USER, 50% off", EMPTY: "", PATTERN: "a\\b" },
      EnvironmentFile: ["/etc/slipway/web.env"],
      Label: { "org.example.note": 'says "hi"' },
      Secret: ["token,type=env,target=TOKEN"],
      AddCapability: ["NET_ADMIN", "CAP_NET_RAW"],
      DropCapability: ["all"],
      AddDevice: ["/dev/kvm"],
      NoNewPrivileges: true,
      ReadOnly: true,
      Sysctl: ["net.core.somaxconn=1024"],
      Ulimit: ["nofile=1024:2048"],
      PidsLimit: 100,
      Memory: "512m",
      Notify: "healthy",
      StopTimeout: 20,
      HealthCmd: "curl --fail http://localhost/",
      HealthInterval: "30s",
      HealthOnFailure: "kill",
      LogOpt: ["max-size=10m"],
      PodmanArgs: ["--cpus", "1.5"],
    },
    Quadlet: { DefaultDependencies: true },
    Service: {
      Restart: "always",
      RestartSec: 5,
      TimeoutStartSec: "15min",
      ExecStartPre: [["/usr/bin/mkdir", "-p", "/srv/a b"]],
    },
    Install: { WantedBy: ["multi-user.target"] },
  },
  { name: "db.container", Container: { Image: { unit: "base.image" }, ContainerName: "db", AutoUpdate: "registry" } },
  {
    name: "data.volume",
    Volume: {
      VolumeName: "data",
      Device: "/dev/disk/by-partlabel/data",
      Type: "ext4",
      Options: "nodev,noexec",
      Label: { a: "b c" },
    },
  },
  {
    name: "front.network",
    Network: {
      NetworkName: "front",
      Driver: "bridge",
      Subnet: ["10.89.0.0/24"],
      Gateway: ["10.89.0.1"],
      Internal: false,
      DNS: ["10.89.0.53"],
      Options: { mtu: "9000" },
    },
  },
  { name: "base.image", Image: { Image: "quay.io/example/base:1", TLSVerify: true, Policy: "missing" } },
  {
    name: "web.build",
    Build: {
      ImageTag: ["localhost/web:1"],
      SetWorkingDirectory: "/etc/slipway/build/web",
      Pull: "missing",
      Environment: { A: "b c" },
    },
  },
];

/** Code and place of each problem. */
export function problemsOf(unit: unknown): readonly { code: string; path: readonly (string | number)[] }[] {
  return validateUnit(unit as Unit).map(({ code, path }) => ({ code, path }));
}
