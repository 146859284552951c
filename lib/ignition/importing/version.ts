import { shorten } from "../../values/check";
import type { Problem } from "../../values/config-error";
import { error } from "../together/entries";
import { minorOf, SPEC_VERSIONS } from "../version";

/** The version of a config that is read. */
export interface GivenVersion {
  readonly text: string;

  /** Second number of the version. */
  readonly minor: number;

  /** Whether it is newer than any that is known here. */
  readonly newer: boolean;
}

/** Second number of the newest version that is known here. */
export const NEWEST = minorOf(SPEC_VERSIONS.at(-1) ?? "");

/** Reads the version of a config, or says why it is none that can be read. */
export function readVersion(given: unknown): GivenVersion | Problem {
  const version = typeof given === "string" ? given : "";
  const [, minorText = "", experimental] = /^3\.(0|[1-9]\d{0,3})\.0(-experimental)?$/.exec(version) ?? [];
  const minor = Number(minorText);
  const newer = minor > NEWEST;
  if (minorText !== "" && (newer || experimental === undefined)) return { text: version, minor, newer };
  return error("unsupported-version", ["ignition", "version"], "this is no version of the spec that can be read", {
    got: typeof given === "string" ? shorten(given, 40) : "none",
    allowed: `3.0.0 to 3.${NEWEST}.0, and later ones of 3`,
    fix: fixFor(version, minorText),
  });
}

function fixFor(version: string, minor: string): string {
  if (minor !== "") return `write 3.${minor}.0: Ignition reads no experimental version that has become a real one`;
  return /^[12]\./.test(version)
    ? "translate the config to version 3 first, by ign-converter"
    : `write ignition: { version: "3.${NEWEST}.0" }`;
}
