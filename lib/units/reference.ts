import { isLate } from "../values/late";

/**
 * Another unit, given as the object that describes it: a name alone would not do, since nothing says that there is
 * such a unit. In the structure that goes to the provider only its name is left, see `references.ts`.
 */
export type ReferenceTo<Suffix extends string, Section extends string> = {
  readonly name: `${string}.${Suffix}`;
} & { readonly [K in Section]: object } & {
  readonly [K in Exclude<"Unit" | "Quadlet" | "Service" | "Install", Section>]?: object | undefined;
};

export type ContainerReference = ReferenceTo<"container", "Container">;
export type VolumeReference = ReferenceTo<"volume", "Volume">;
export type NetworkReference = ReferenceTo<"network", "Network">;
export type ImageReference = ReferenceTo<"image", "Image">;
export type BuildReference = ReferenceTo<"build", "Build">;
export type PodReference = ReferenceTo<"pod", "Pod">;
export type KubeReference = ReferenceTo<"kube", "Kube">;
export type ServiceReference = ReferenceTo<"service", "Service">;
export type SocketReference = ReferenceTo<"socket", "Socket">;

export type QuadletReference =
  | ContainerReference
  | VolumeReference
  | NetworkReference
  | ImageReference
  | BuildReference
  | PodReference
  | KubeReference;

export type UnitReference =
  | QuadletReference
  | ServiceReference
  | SocketReference
  | ReferenceTo<"timer", "Timer">
  | ReferenceTo<"mount", "Mount">
  | ReferenceTo<"path", "Path">
  | ReferenceTo<"target", never>;

/** What of a reference is looked at: the name of its file, and the section that may name its service. */
export interface Referenced {
  readonly name: string;
  readonly [section: string]: unknown;
}

/** What the name of the service of each kind of quadlet ends in. */
const ENDINGS: Readonly<Record<string, string>> = {
  container: "",
  kube: "",
  pod: "-pod",
  volume: "-volume",
  network: "-network",
  image: "-image",
  build: "-build",
};

/** Whether a value stands for another unit. Only to be asked where a directive takes one. */
export function isReference(value: unknown): value is Referenced {
  if (typeof value !== "object" || value === null || isLate(value) || !("name" in value)) return false;
  return typeof value.name === "string";
}

/** What stands after the last full stop of a unit's name. */
export function suffixOf(name: string): string {
  return name.slice(name.lastIndexOf(".") + 1);
}

/** Whether podman's generator reads files of this name. */
export function isQuadletName(name: string): boolean {
  return Object.hasOwn(ENDINGS, suffixOf(name));
}

/**
 * What systemd knows a unit by: a quadlet's service, any other unit's own name.
 *
 * Source: podman-systemd.unit(5), "Service name" and each section's `ServiceName=`.
 */
export function serviceName(unit: { readonly name: string }): string {
  const ending = ENDINGS[suffixOf(unit.name)];
  if (ending === undefined) return unit.name;
  const given = givenServiceName(unit);
  if (typeof given === "string") return `${given}.service`;
  if (Array.isArray(given)) return `${given.join("")}.service`;
  return `${unit.name.slice(0, unit.name.lastIndexOf("."))}${ending}.service`;
}

/** A reference without all that is of no use to who refers to it: its name, and that of its service if it has its own. */
export function nameOnly(unit: Referenced): Referenced {
  const given = isQuadletName(unit.name) ? givenServiceName(unit) : undefined;
  return given === undefined ? { name: unit.name } : { name: unit.name, serviceName: given };
}

/** Whether more than its name is known of a unit: its own section is there. */
export function isWhole(unit: Referenced): boolean {
  return suffixOf(unit.name) === "target" || ownSection(unit) !== undefined;
}

function ownSection(unit: { readonly name: string }): object | undefined {
  const suffix = suffixOf(unit.name);
  const section = (unit as Referenced)[`${suffix.slice(0, 1).toUpperCase()}${suffix.slice(1)}`];
  return typeof section === "object" && section !== null ? section : undefined;
}

function givenServiceName(unit: { readonly name: string }): unknown {
  const section = ownSection(unit);
  if (section !== undefined && "ServiceName" in section) return section.ServiceName;
  return (unit as Referenced)["serviceName"];
}

/** Whether a value is plain data. Tokens are objects of classes, which a copy would break. */
export function isPlainObject(value: unknown): value is Readonly<Record<string, unknown>> {
  if (typeof value !== "object" || value === null || Array.isArray(value)) return false;
  const prototype: unknown = Object.getPrototypeOf(value);
  return prototype === null || Object.getPrototypeOf(prototype) === null;
}
