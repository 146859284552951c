import { isMap, isScalar } from "yaml";
import { shorten } from "../../values/check";
import type { Problem } from "../../values/config-error";
import { error } from "../sugar/problem";
import { BUTANE_VERSIONS, isButaneVersion, type ButaneVersion } from "../version";
import { entriesOf, target, type Entry } from "./pairs";
import type { ParsedYaml } from "./parse";
import { plainOf, textOf } from "./scalars";

/** Variants of Butane for other systems. */
const OTHER_VARIANTS = ["flatcar", "openshift", "r4e", "fiot", "rhcos"];

/** As many keys are looked through for variant and version, those that are merged in included. */
const MOST_KEYS = 10_000;

const TAKEN = `variant: fcos with version: ${BUTANE_VERSIONS.join(", ")}`;

/** The version of a document, by which its keys are judged; or why it cannot be taken. */
export function versionOf({ root, aliases, places }: ParsedYaml): ButaneVersion | readonly Problem[] {
  const top = target(root ?? null, aliases);
  if (!isMap(top)) {
    return [
      places.locate(
        error("no-document", [], top === undefined ? "the document is empty" : "the document is no section of keys", {
          allowed: TAKEN,
          fix: "begin it with variant: fcos and version: 1.7.0",
        }),
      ),
    ];
  }
  // What is wrong with keys is said when the document is read.
  let left = MOST_KEYS;
  const spend = (keys: number): boolean => (left -= keys) >= 0;
  const entries = entriesOf(top, aliases, spend, () => undefined);
  const valueOf = (name: string): string | undefined => text(entries.get(name), aliases);
  const variant = valueOf("variant");
  const version = valueOf("version");
  if (variant === "fcos" && version !== undefined && isButaneVersion(version)) return version;
  const at = (name: string): number => entries.get(name)?.offset ?? 0;
  return [
    ...(variant === "fcos" ? [] : [places.locate(variantProblem(variant), at("variant"))]),
    ...(variant !== undefined && variant !== "fcos"
      ? []
      : versionProblems(version).map((one) => places.locate(one, at("version")))),
  ];
}

function variantProblem(variant: string | undefined): Problem {
  const known = OTHER_VARIANTS.includes(variant ?? "");
  const missing = variant === undefined;
  return error(
    "variant",
    ["variant"],
    missing ? "the variant is missing" : known ? "the document is for another system" : "there is no such variant",
    {
      ...(missing ? {} : { got: shorten(variant) }),
      allowed: TAKEN,
      fix: known ? "translate it with Butane, and take the Ignition config" : "write variant: fcos",
    },
  );
}

function versionProblems(version: string | undefined): readonly Problem[] {
  if (version !== undefined && isButaneVersion(version)) return [];
  const old = /^1\.[0-4]\.\d+$/.test(version ?? "");
  const experimental = /-experimental$/.test(version ?? "");
  const what =
    version === undefined
      ? "the version is missing"
      : experimental
        ? "experimental versions may change, and are not taken"
        : "documents of this version are not taken";
  return [
    error("version", ["version"], what, {
      ...(version === undefined ? {} : { got: shorten(version) }),
      allowed: TAKEN,
      fix: old ? "write version: 1.5.0, after a look at what Butane's upgrade notes say" : "write version: 1.7.0",
    }),
  ];
}

function text(entry: Entry | undefined, aliases: ParsedYaml["aliases"]): string | undefined {
  const node = target(entry?.value ?? null, aliases);
  const value = isScalar(node) ? textOf(plainOf(node)) : undefined;
  return value === "" ? undefined : value;
}
