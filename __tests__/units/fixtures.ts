import type {
  BuildUnit,
  ContainerSection,
  ContainerUnit,
  ImageUnit,
  KubeUnit,
  NetworkUnit,
  PodUnit,
  Quadlet,
  ServiceUnit,
  Unit,
  VolumeUnit,
} from "../../lib/units/schema";
import { validateUnit } from "../../lib/units/validate";

/** A container with nothing but what it needs, and what a test adds. */
export function aContainer(
  section: Omit<Partial<ContainerSection>, "Rootfs"> = {},
  name: ContainerUnit["name"] = "web.container",
): ContainerUnit {
  const { Image = "quay.io/example/app:1", ...rest } = section;
  return { name, Container: { ...rest, Image } };
}

export function aService(section: Partial<ServiceUnit["Service"]> = {}): ServiceUnit {
  return { name: "task.service", Service: { ExecStart: [["/usr/bin/true"]], ...section } };
}

export const data: VolumeUnit = {
  name: "data.volume",
  Volume: {
    VolumeName: "data",
    Device: "/dev/disk/by-partlabel/data",
    Type: "ext4",
    Options: "nodev,noexec",
    Label: { a: "b c" },
  },
};

export const front: NetworkUnit = {
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
};

export const base: ImageUnit = {
  name: "base.image",
  Image: { Image: "quay.io/example/base:1", TLSVerify: true, Policy: "missing" },
};

export const built: BuildUnit = {
  name: "web.build",
  Build: {
    ImageTag: ["localhost/web:1"],
    SetWorkingDirectory: "/etc/slipway/build/web",
    Pull: "missing",
    Environment: { A: "b c" },
  },
};

export const db: ContainerUnit = {
  name: "db.container",
  Container: { Image: base, ContainerName: "db", AutoUpdate: "registry" },
};

export const web: ContainerUnit = {
  name: "web.container",
  Unit: { Description: "100% of the web", After: ["network-online.target", db], Wants: [db] },
  Container: {
    ContainerName: "web",
    Image: built,
    Exec: ["serve", "--title", 'a "quoted" title', "100%", "$HOME", "it's"],
    User: "1000",
    Group: "1000",
    HostName: "web",
    Network: [{ network: front, options: "alias=www" }, { container: db }],
    PublishPort: [
      { host: 8080, container: 80 },
      { address: "127.0.0.1", container: 53, protocol: "udp" },
      { address: "::1", host: 8443, container: 443, protocol: "tcp" },
      { container: 9000 },
      { host: "9100-9109", container: "9100-9109" },
    ],
    Volume: [
      { volume: data, target: "/srv", options: ["ro", "z"] },
      { source: "/etc/slipway/www", target: "/www", options: ["ro"] },
      { target: "/scratch" },
    ],
    Mount: [
      { type: "bind", source: "/run/host", target: "/run/host", options: { ro: true, relabel: "shared" } },
      { type: "tmpfs", target: "/cache", options: { "tmpfs-size": "64m" } },
      { type: "image", image: base, target: "/base" },
      { type: "volume", volume: data, target: "/again" },
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
    Sysctl: ["net.core.somaxconn=1024", "net.ipv4.ip_local_port_range=1024 65535"],
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
};

export const shop: PodUnit = {
  name: "shop.pod",
  Pod: {
    PodName: "shop",
    Network: [{ network: front }],
    PublishPort: [{ host: 80, container: 8080 }],
    Volume: [{ volume: data, target: "/srv" }],
    ExitPolicy: "continue",
  },
};

export const till: ContainerUnit = {
  name: "till.container",
  Container: { Image: "quay.io/example/till:1", Pod: shop, StartWithPod: true },
};

export const stack: KubeUnit = {
  name: "stack.kube",
  Kube: { Yaml: "/etc/slipway/stack.yaml", ConfigMap: ["/etc/slipway/map.yaml"], Network: [{ network: front }] },
};

/** Some of each kind of quadlet, with references between them and every sort of directive. */
export const everyQuadlet: readonly Quadlet[] = [web, db, data, front, base, built, shop, till, stack];

/** Code and place of each problem. */
export function problemsOf(unit: unknown): readonly { code: string; path: readonly (string | number)[] }[] {
  return validateUnit(unit as Unit).map(({ code, path }) => ({ code, path }));
}
