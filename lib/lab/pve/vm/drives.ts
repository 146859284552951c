import { failure } from "../api-error";
import type { PropertyFormat } from "../parameters/parameter";
import { parseProperties } from "../parameters/property-string";
import type { Properties } from "../parameters/property-string";
import { efiDisk, ideDisk, sataDisk, scsiDisk, tpmState, unusedDisk, virtioDisk } from "./formats";

/** What a drive option asks for. */
export type Drive =
  /** A CD: a volume, or "none". */
  | { readonly kind: "cd"; readonly volid: string; readonly properties: Properties }
  | {
      readonly kind: "new";
      readonly storage: string;
      readonly sizeBytes: number;
      readonly importFrom?: string;
      readonly properties: Properties;
    }
  | { readonly kind: "cloudinit"; readonly storage: string; readonly properties: Properties }
  | { readonly kind: "existing"; readonly volid: string; readonly properties: Properties }
  /** A file or device of the node itself. */
  | { readonly kind: "path"; readonly properties: Properties };

/** EFI variables and TPM state have a size of their own, whatever was asked for. */
const fixedSize = 4 * 1024 ** 2;

const formats: readonly [RegExp, PropertyFormat][] = [
  [/^ide\d+$/, ideDisk],
  [/^sata\d+$/, sataDisk],
  [/^scsi\d+$/, scsiDisk],
  [/^virtio\d+$/, virtioDisk],
  [/^efidisk0$/, efiDisk],
  [/^tpmstate0$/, tpmState],
  [/^unused\d+$/, unusedDisk],
];

export function driveFormat(option: string): PropertyFormat | undefined {
  return formats.find(([pattern]) => pattern.test(option))?.[1];
}

/** Reads a drive option; nothing for any other option. */
export function parseDrive(option: string, text: string): Drive | undefined {
  const format = driveFormat(option);
  if (format === undefined) {
    return undefined;
  }
  const parsed = parseProperties(format, text);
  if (parsed.kind === "refused") {
    throw failure(`unable to parse drive options for '${option}': ${parsed.problems.join(", ")}`);
  }
  return interpret(option, parsed.properties);
}

function interpret(option: string, properties: Properties): Drive {
  const file = properties.get("file") ?? "none";
  const [, storage = "", name = ""] = /^([^:/]+):(.+)$/.exec(file) ?? [];
  if (name === "cloudinit" || /^vm-\d+-cloudinit$/.test(name)) {
    return { kind: "cloudinit", storage, properties };
  }
  if (properties.get("media") === "cdrom" || file === "none" || file === "cdrom") {
    return { kind: "cd", volid: file, properties };
  }
  if (file.startsWith("/")) {
    return { kind: "path", properties };
  }
  if (!/^\d+(\.\d+)?$/.test(name)) {
    return { kind: "existing", volid: file, properties };
  }
  const importFrom = properties.get("import-from");
  return {
    kind: "new",
    storage,
    sizeBytes: /^(efidisk|tpmstate)/.test(option) ? fixedSize : Math.round(Number(name) * 1024 ** 3),
    ...(importFrom === undefined ? {} : { importFrom }),
    properties,
  };
}
