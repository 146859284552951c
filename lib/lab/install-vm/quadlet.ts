import type { FileView } from "../machine/file-view";
import {
  environmentOf,
  readUnitFile,
  splitWords,
  valueOf,
  valuesOf,
  wordsOf,
  type UnitFile,
} from "../machine/unit-file";
import { knownKeys } from "./quadlet-keys";

export interface ContainerQuadlet {
  /** Name of the file without `.container`. */
  readonly name: string;
  readonly service: string;
  readonly image: string;
  readonly command: readonly string[];
  readonly environment: ReadonlyMap<string, string>;
  readonly volumes: readonly VolumeMount[];
  readonly tmpfs: readonly string[];
  readonly readOnly: boolean;

  /** SELinux separation is on, so files of the host need a label that containers may read. */
  readonly labelled: boolean;
  readonly hostNetwork: boolean;
  readonly oneshot: boolean;
  readonly wantedAtBoot: boolean;
  readonly after: readonly string[];
  readonly requires: readonly string[];
  readonly unit: UnitFile;
}

export interface VolumeMount {
  readonly source: string;
  readonly target: string;
  readonly options: readonly string[];
}

export interface VolumeQuadlet {
  readonly name: string;
  readonly device: string | undefined;
  readonly type: string | undefined;
  readonly options: readonly string[];
}

export interface Quadlets {
  readonly containers: readonly ContainerQuadlet[];
  readonly volumes: ReadonlyMap<string, VolumeQuadlet>;

  /** What the generator says about files that it could not convert. */
  readonly errors: readonly string[];
}

const directory = "/etc/containers/systemd";

/** Reads the quadlets of a machine as systemd's generator does: a file with a mistake gives no service. */
export function readQuadlets(view: FileView): Quadlets {
  const containers: ContainerQuadlet[] = [];
  const volumes = new Map<string, VolumeQuadlet>();
  const errors: string[] = [];
  for (const file of view.isDirectory(directory) ? view.list(directory) : []) {
    const text = view.text(`${directory}/${file}`);
    const kind = file.slice(file.lastIndexOf(".") + 1);
    if (text === undefined) continue;
    try {
      const unit = readUnitFile(text);
      refuseUnknownKeys(unit, kind);
      if (kind === "container") containers.push(readContainer(file, unit));
      if (kind === "volume") volumes.set(file, readVolume(file, unit));
    } catch (error) {
      errors.push(`quadlet-generator: converting "${file}": ${error instanceof Error ? error.message : String(error)}`);
    }
  }
  return { containers, volumes, errors };
}

function refuseUnknownKeys(unit: UnitFile, kind: string): void {
  for (const { name, entries } of unit.sections) {
    const known = knownKeys[name];
    if (known === undefined || name.toLowerCase() !== kind) continue;
    for (const [key] of entries) {
      if (!known.has(key)) throw new Error(`unsupported key '${key}' in group '${name}'`);
    }
  }
}

function readContainer(file: string, unit: UnitFile): ContainerQuadlet {
  const name = file.slice(0, -".container".length);
  const image = valueOf(unit, "Container", "Image");
  if (image === undefined) throw new Error("no Image or Rootfs key specified");
  return {
    name,
    service: `${valueOf(unit, "Container", "ServiceName") ?? name}.service`,
    image,
    command: splitWords(valueOf(unit, "Container", "Exec") ?? ""),
    environment: environmentOf(unit, "Container"),
    volumes: valuesOf(unit, "Container", "Volume").map(readMount),
    tmpfs: valuesOf(unit, "Container", "Tmpfs").map((value) => value.split(":")[0] ?? value),
    readOnly: isTrue(valueOf(unit, "Container", "ReadOnly")),
    labelled: !isTrue(valueOf(unit, "Container", "SecurityLabelDisable")),
    hostNetwork: valueOf(unit, "Container", "Network") === "host",
    oneshot: valueOf(unit, "Service", "Type") === "oneshot",
    wantedAtBoot: [...wordsOf(unit, "Install", "WantedBy"), ...wordsOf(unit, "Install", "RequiredBy")].some((target) =>
      /^(multi-user|default|network-online|basic)\.target$/.test(target),
    ),
    after: wordsOf(unit, "Unit", "After"),
    requires: [...wordsOf(unit, "Unit", "Requires"), ...wordsOf(unit, "Unit", "BindsTo")],
    unit,
  };
}

function readMount(value: string): VolumeMount {
  const [source, target, options = ""] = value.split(":");
  if (source === undefined || target === undefined) throw new Error(`invalid volume "${value}"`);
  return { source, target, options: options === "" ? [] : options.split(",") };
}

function readVolume(file: string, unit: UnitFile): VolumeQuadlet {
  const options = valueOf(unit, "Volume", "Options");
  const device = valueOf(unit, "Volume", "Device");
  const type = valueOf(unit, "Volume", "Type");
  if (device === undefined && (type !== undefined || options !== undefined)) {
    throw new Error("key Type or Options can't be used without Device");
  }
  return {
    name: file.slice(0, -".volume".length),
    device,
    type,
    options: options === undefined ? [] : options.split(","),
  };
}

function isTrue(value: string | undefined): boolean {
  return /^(1|yes|true|on)$/i.test(value ?? "");
}
