import type { Directives, Section } from "./directive";
import { build } from "./sections/build";
import { container } from "./sections/container";
import { image } from "./sections/image";
import { install } from "./sections/install";
import { kube } from "./sections/kube";
import { mount } from "./sections/mount";
import { network } from "./sections/network";
import { path } from "./sections/path";
import { pod } from "./sections/pod";
import { quadlet } from "./sections/quadlet";
import { service, serviceOfContainer, serviceOfPod, serviceOfQuadlet } from "./sections/service";
import { socket } from "./sections/socket";
import { timer } from "./sections/timer";
import { unit } from "./sections/unit";
import { volume } from "./sections/volume";

/** The sections of each kind of unit, by the suffix of its name, in the order in which they are written. */
export const kinds = {
  container: { Unit: unit, Container: container, Quadlet: quadlet, Service: serviceOfContainer, Install: install },
  pod: { Unit: unit, Pod: pod, Quadlet: quadlet, Service: serviceOfPod, Install: install },
  kube: { Unit: unit, Kube: kube, Quadlet: quadlet, Service: serviceOfContainer, Install: install },
  volume: { Unit: unit, Volume: volume, Quadlet: quadlet, Service: serviceOfQuadlet, Install: install },
  network: { Unit: unit, Network: network, Quadlet: quadlet, Service: serviceOfQuadlet, Install: install },
  image: { Unit: unit, Image: image, Quadlet: quadlet, Service: serviceOfQuadlet, Install: install },
  build: { Unit: unit, Build: build, Quadlet: quadlet, Service: serviceOfQuadlet, Install: install },
  service: { Unit: unit, Service: service, Install: install },
  timer: { Unit: unit, Timer: timer, Install: install },
  mount: { Unit: unit, Mount: mount, Install: install },
  path: { Unit: unit, Path: path, Install: install },
  socket: { Unit: unit, Socket: socket, Install: install },
  target: { Unit: unit, Install: install },
} as const satisfies Record<string, Readonly<Record<string, Directives>>>;

export type UnitKind = keyof typeof kinds;

/** Those that podman's generator turns into services. */
export const QUADLET_KINDS: readonly UnitKind[] = ["container", "pod", "kube", "volume", "network", "image", "build"];

type Kinds = typeof kinds;
interface Common {
  readonly Unit?: Section<typeof unit> | undefined;
  readonly Install?: Section<typeof install> | undefined;
}
interface WithQuadlet extends Common {
  readonly Quadlet?: Section<typeof quadlet> | undefined;
}
interface QuadletCommon extends WithQuadlet {
  readonly Service?: Section<typeof serviceOfQuadlet> | undefined;
}

/** `[Container]` but for what it runs. */
export type ContainerDirectives = Omit<Section<typeof container>, "Image" | "Rootfs">;

/** `[Container]`. What it runs is an image, or a folder that holds a root file system. */
export type ContainerSection = ContainerDirectives &
  (
    | {
        readonly Image: NonNullable<Section<typeof container>["Image"]>;
        readonly Rootfs?: undefined;
      }
    | {
        readonly Rootfs: NonNullable<Section<typeof container>["Rootfs"]>;
        readonly Image?: undefined;
      }
  );

/** A container, by its quadlet. */
export interface ContainerUnit extends WithQuadlet {
  readonly name: `${string}.container`;
  readonly Container: ContainerSection;
  readonly Service?: Section<typeof serviceOfContainer> | undefined;
}

/** Containers that share a network, and start and end together. */
export interface PodUnit extends WithQuadlet {
  readonly name: `${string}.pod`;
  readonly Pod: Section<Kinds["pod"]["Pod"]>;
  readonly Service?: Section<typeof serviceOfPod> | undefined;
}

/** What a file of Kubernetes' YAML describes. */
export interface KubeUnit extends WithQuadlet {
  readonly name: `${string}.kube`;
  readonly Kube: Section<Kinds["kube"]["Kube"]>;
  readonly Service?: Section<typeof serviceOfContainer> | undefined;
}

export interface VolumeUnit extends QuadletCommon {
  readonly name: `${string}.volume`;
  readonly Volume: Section<Kinds["volume"]["Volume"]>;
}

export interface NetworkUnit extends QuadletCommon {
  readonly name: `${string}.network`;
  readonly Network: Section<Kinds["network"]["Network"]>;
}

export interface ImageUnit extends QuadletCommon {
  readonly name: `${string}.image`;
  readonly Image: Section<Kinds["image"]["Image"]>;
}

export interface BuildUnit extends QuadletCommon {
  readonly name: `${string}.build`;
  readonly Build: Section<Kinds["build"]["Build"]>;
}

export interface ServiceUnit extends Common {
  readonly name: `${string}.service`;
  readonly Service: Section<Kinds["service"]["Service"]>;
}

export interface TimerUnit extends Common {
  readonly name: `${string}.timer`;
  readonly Timer: Section<Kinds["timer"]["Timer"]>;
}

export interface MountUnit extends Common {
  readonly name: `${string}.mount`;
  readonly Mount: Section<Kinds["mount"]["Mount"]>;
}

export interface PathUnit extends Common {
  readonly name: `${string}.path`;
  readonly Path: Section<Kinds["path"]["Path"]>;
}

export interface SocketUnit extends Common {
  readonly name: `${string}.socket`;
  readonly Socket: Section<Kinds["socket"]["Socket"]>;
}

export interface TargetUnit extends Common {
  readonly name: `${string}.target`;
}

export type Quadlet = ContainerUnit | PodUnit | KubeUnit | VolumeUnit | NetworkUnit | ImageUnit | BuildUnit;

/** A systemd unit or a quadlet. Its kind is the suffix of its name, which is the name of its file. */
export type Unit = Quadlet | ServiceUnit | TimerUnit | MountUnit | PathUnit | SocketUnit | TargetUnit;

/** What kind of unit a name says it is; undefined if Slipway knows none such. */
export function kindOf(name: string): UnitKind | undefined {
  const suffix = name.slice(name.lastIndexOf(".") + 1);
  return Object.hasOwn(kinds, suffix) ? (suffix as UnitKind) : undefined;
}

export function isQuadlet(unit: Unit): unit is Quadlet {
  const kind = kindOf(unit.name);
  return kind !== undefined && QUADLET_KINDS.includes(kind);
}
