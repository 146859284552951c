import { createHash } from "node:crypto";
import type { ModelOf } from "../../framework/model";
import { type Value, type ValueObject, UNKNOWN } from "../../framework/values";
import type { schema } from "./schema";

/** `slipway_cidata_iso` as its schema says, with nothing unknown. */
export type CidataIsoState = ModelOf<typeof schema>;

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
