import { createHash } from "node:crypto";
import { type Value, type ValueObject, UNKNOWN } from "../../framework/values";

/** `slipway_coreos_iso` as its schema says, with nothing unknown. */
export type CoreosIsoState = {
  readonly node_name: string;
  readonly datastore_id: string;
  readonly name: string;
  readonly source: { readonly url: string; readonly sha256: string };
  readonly ignition_wo: null;
  readonly kernel_arguments: readonly string[] | null;
  readonly ignition_sha512: string;
  readonly ignition_size: number;
  readonly file_name: string;
  readonly volume_id: string;
  readonly size: number;
};

/** The embedded config, as far as the state holds it. */
export interface IgnitionFacts {
  readonly sha512: string;
  readonly size: number;
}

/** Raised when the same inputs lead to another ISO than before, so that the file gets another name. */
const LAYOUT = 1;

/** The computed attributes, as far as they follow from what is known. */
export function computed(values: ValueObject, ignition: IgnitionFacts | typeof UNKNOWN): ValueObject {
  const fileName = ignition === UNKNOWN ? UNKNOWN : nameOf(values, ignition.sha512);
  const known = typeof fileName === "string" && typeof values.datastore_id === "string";
  return {
    ignition_sha512: ignition === UNKNOWN ? UNKNOWN : ignition.sha512,
    ignition_size: ignition === UNKNOWN ? UNKNOWN : ignition.size,
    file_name: fileName,
    volume_id: known ? `${String(values.datastore_id)}:iso/${fileName}` : UNKNOWN,
  };
}

/** `<name>-<16 hex digits of all inputs>.iso`: the same inputs give the same name, and a change gives another. */
function nameOf(values: ValueObject, ignitionSha512: string): Value {
  const { name, source, kernel_arguments: kernelArguments } = values;
  const sha256 = typeof source === "object" && source !== null && "sha256" in source ? source.sha256 : UNKNOWN;
  const args = Array.isArray(kernelArguments) ? (kernelArguments as readonly Value[]) : kernelArguments;
  if ([name, sha256, args, ...(Array.isArray(args) ? args : [])].includes(UNKNOWN)) return UNKNOWN;
  const inputs = JSON.stringify([LAYOUT, String(sha256).toLowerCase(), ignitionSha512, args ?? []]);
  return `${String(name)}-${createHash("sha256").update(inputs).digest("hex").slice(0, 16)}.iso`;
}
