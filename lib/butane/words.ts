import type { Problem } from "../values/config-error";
import { BUTANE_VERSIONS, IGNITION_VERSION } from "./version";
import { camelCase, DOCUMENT, type Shape } from "./yaml/keys";

/** Names that Butane writes in another way than Ignition: `wipeTable` → `wipe_table`. */
const NAMES: ReadonlyMap<string, string> = new Map(
  keysOf(DOCUMENT).flatMap((name) => (camelCase(name) === name ? [] : [[camelCase(name), name]])),
);

/** What helps in a document of Butane, where the rules' own advice is for a config of Ignition. */
const FIXES: Readonly<Record<string, (problem: Problem) => string>> = {
  "ignition/unverified-merge": () => "give the hash of the config: verification: { hash: sha512-… }",
  "ignition/unverified-source": () => "give the hash of the content: verification: { hash: sha512-… }",
  "ignition/decimal-mode": ({ got = "" }) => `write 0${got}`,
  "ignition/ill-formed-text": () => "remove it, or give the bytes in base64, after !!binary",
  "ignition/newer-than-version": raise,
  "ignition/lost-in-version": raise,
};

/** Codes about versions of the spec, which Butane's own stand for. */
const OF_VERSIONS = ["ignition/newer-than-version", "ignition/lost-in-version"];

/**
 * A problem of the config that a document stands for, in the document's own words: Butane's names of keys, versions of
 * Butane's specification, and advice that can be followed there.
 */
export function inButane(problem: Problem): Problem {
  const { got, allowed } = problem;
  // Its names are those of JSON that the document only holds.
  if (problem.code === "ignition/merged-config") return problem;
  const translated = OF_VERSIONS.includes(problem.code) ? versions : (text: string): string => text;
  return {
    ...problem,
    what: names(translated(problem.what)),
    ...(got === undefined ? {} : { got: translated(got) }),
    ...(allowed === undefined ? {} : { allowed: names(translated(allowed)) }),
    fix: FIXES[problem.code]?.(problem) ?? names(problem.fix),
  };
}

/** The lowest version that has what is missing. */
function raise({ allowed = "" }: Problem): string {
  return `write version: ${versions(allowed).split(" ")[0] ?? ""}`;
}

function versions(text: string): string {
  return BUTANE_VERSIONS.reduce(
    (done, version) => done.replaceAll(IGNITION_VERSION[version], `${version} of Butane's specification`),
    text,
  );
}

function names(text: string): string {
  return text.replace(/\b[a-z]+(?:[A-Z][A-Za-z]*)+\b/g, (name) => NAMES.get(name) ?? name);
}

function keysOf(shape: Shape): readonly string[] {
  if (shape.kind === "list") return keysOf(shape.of);
  if (shape.kind !== "section") return [];
  return Object.entries(shape.keys).flatMap(([name, key]) => [name, ...keysOf(key.shape)]);
}
