import { createHash } from "node:crypto";
import type { ModelOf } from "../../framework/model";
import { type Value, type ValueObject, UNKNOWN } from "../../framework/values";
import type { schema } from "./schema";

/** `slipway_coreos_iso` as its schema says, with nothing unknown. */
export type CoreosIsoState = ModelOf<typeof schema>;

/** What is embedded, as far as the state holds it. */
export interface EmbeddedFacts {
  readonly sha512: string;
  readonly size: number;

  /** sha512 of the keyfiles, null without any. */
  readonly keyfiles: string | null;
}

/** Raised when the same inputs lead to another ISO than before, so that the file gets another name. */
const LAYOUT = 2;

/** The computed attributes, as far as they follow from what is known. */
export function computed(values: ValueObject, facts: EmbeddedFacts | typeof UNKNOWN): ValueObject {
  const fileName = facts === UNKNOWN ? UNKNOWN : nameOf(values, facts);
  const known = typeof fileName === "string" && typeof values.datastore_id === "string";
  return {
    ignition_sha512: facts === UNKNOWN ? UNKNOWN : facts.sha512,
    ignition_size: facts === UNKNOWN ? UNKNOWN : facts.size,
    network_keyfiles_sha512: facts === UNKNOWN ? UNKNOWN : facts.keyfiles,
    file_name: fileName,
    volume_id: known ? `${String(values.datastore_id)}:iso/${fileName}` : UNKNOWN,
  };
}

/** Network keyfiles by name, as the configuration has them; undefined while something about them is not known. */
export function keyfilesOf(value: Value | undefined): Readonly<Record<string, string>> | undefined {
  if (value === null || value === undefined) return {};
  if (typeof value !== "object" || Array.isArray(value)) return undefined;
  const entries = Object.entries(value as ValueObject);
  return entries.every((entry): entry is [string, string] => typeof entry[1] === "string")
    ? Object.fromEntries(entries)
    : undefined;
}

/** Stands for the keyfiles in plan and state; null without any. */
export function hashOfKeyfiles(keyfiles: Readonly<Record<string, string>>): string | null {
  const sorted = Object.entries(keyfiles).sort(([a], [b]) => (a < b ? -1 : 1));
  return sorted.length === 0 ? null : createHash("sha512").update(JSON.stringify(sorted)).digest("hex");
}

/** `<name>-<16 hex digits of all inputs>.iso`: the same inputs give the same name, and a change gives another. */
function nameOf(values: ValueObject, { sha512, keyfiles }: EmbeddedFacts): Value {
  const { name, source } = values;
  const sha256 = typeof source === "object" && source !== null && "sha256" in source ? source.sha256 : UNKNOWN;
  const lists: readonly (Value | undefined)[] = [
    values.kernel_arguments,
    values.kernel_arguments_delete,
    values.kernel_arguments_replace,
  ];
  const items = lists.flatMap(itemsOf);
  if ([name, sha256, ...items].includes(UNKNOWN)) return UNKNOWN;
  const inputs = JSON.stringify([
    LAYOUT,
    String(sha256).toLowerCase(),
    sha512,
    keyfiles,
    ...lists.map((list) => list ?? []),
  ]);
  return `${String(name)}-${createHash("sha256").update(inputs).digest("hex").slice(0, 16)}.iso`;
}

function itemsOf(list: Value | undefined): readonly Value[] {
  return Array.isArray(list) ? (list as readonly Value[]) : [list ?? null];
}
