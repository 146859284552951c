import { createHash } from "node:crypto";
import { type Value, type ValueObject, UNKNOWN } from "../../framework/values";

/** `slipway_cidata_iso` as its schema says, with nothing unknown. */
export type CidataIsoState = {
  readonly node_name: string;
  readonly datastore_id: string;
  readonly name: string;
  readonly ignition_wo: null;
  readonly instance_id: string | null;
  readonly ignition_sha512: string;
  readonly ignition_size: number;
  readonly file_name: string;
  readonly volume_id: string;
  readonly size: number;
};

/** Raised when the same inputs lead to another ISO than before, so that the file gets another name. */
const LAYOUT = 1;

/** The computed attributes, as far as they follow from what is known. */
export function computed(
  values: ValueObject,
  facts: { readonly sha512: string; readonly size: number } | typeof UNKNOWN,
): ValueObject {
  const fileName = facts === UNKNOWN ? UNKNOWN : nameOf(values, facts.sha512);
  const known = typeof fileName === "string" && typeof values.datastore_id === "string";
  return {
    ignition_sha512: facts === UNKNOWN ? UNKNOWN : facts.sha512,
    ignition_size: facts === UNKNOWN ? UNKNOWN : facts.size,
    file_name: fileName,
    volume_id: known ? `${String(values.datastore_id)}:iso/${fileName}` : UNKNOWN,
  };
}

/** `<name>-<16 hex digits of all inputs>.iso`: the same inputs give the same name, and a change gives another. */
function nameOf({ name, instance_id: instanceId }: ValueObject, ignitionSha512: string): Value {
  if (name === UNKNOWN || instanceId === UNKNOWN) return UNKNOWN;
  const inputs = JSON.stringify(["cidata", LAYOUT, ignitionSha512, instanceId ?? name]);
  return `${String(name)}-${createHash("sha256").update(inputs).digest("hex").slice(0, 16)}.iso`;
}
