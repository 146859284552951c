import type { FormatName } from "./formats";

/** One parameter of a call, in the words of Proxmox's API description. */
export interface Parameter {
  readonly type: "string" | "integer" | "number" | "boolean";

  /** @default false - required */
  readonly optional?: boolean;
  readonly minimum?: number;
  readonly maximum?: number;
  readonly minLength?: number;
  readonly maxLength?: number;
  readonly enum?: readonly string[];

  /** A regular expression that the whole value matches. */
  readonly pattern?: string;

  /** A named format, or the keys of a comma-separated list. */
  readonly format?: FormatName | PropertyFormat;

  /** Another parameter that has to be there too. */
  readonly requires?: string;
}

/** By name. `net[n]` stands for `net0`, `net1`, … */
export type Parameters = Readonly<Record<string, Parameter>>;

/** The keys of a value like `local-lvm:16,discard=on`. */
export type PropertyFormat = Readonly<Record<string, PropertyKey>>;

export type PropertyKey = (Parameter & { readonly default_key?: true }) | PropertyAlias;

/** Another name of a key. With `keyAlias` the name itself is the value of that key, as in `virtio=<mac>`. */
export interface PropertyAlias {
  readonly alias: string;
  readonly keyAlias?: string;
}

export const optionalText: Parameter = { type: "string", optional: true };
export const optionalFlag: Parameter = { type: "boolean", optional: true };
export const node: Parameter = { type: "string", format: "pve-node" };
export const vmid: Parameter = { type: "integer", format: "pve-vmid", minimum: 100, maximum: 999_999_999 };
export const storage: Parameter = { type: "string", format: "pve-storage-id" };
export const poolid: Parameter = { type: "string", format: "pve-poolid" };

/** Digest of a VM's configuration. */
export const digest: Parameter = { type: "string", optional: true, maxLength: 40 };

/** How many of a numbered option there may be: a fact that the description gives in words only. */
export const highestIndex: Readonly<Record<string, number>> = {
  ide: 3,
  ipconfig: 31,
  net: 31,
  sata: 5,
  scsi: 30,
  serial: 3,
  unused: 255,
  virtio: 15,
};

/** The declaration of a parameter, numbered ones included. */
export function declaration(parameters: Parameters, name: string): Parameter | undefined {
  const numbered = /^([a-z]+)(0|[1-9]\d*)$/.exec(name);
  const [, stem = "", index = ""] = numbered ?? [];
  if (numbered && `${stem}[n]` in parameters && Number(index) <= (highestIndex[stem] ?? -1)) {
    return parameters[`${stem}[n]`];
  }
  return Object.hasOwn(parameters, name) && !name.endsWith("[n]") ? parameters[name] : undefined;
}
