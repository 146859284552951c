import type { SpecVersion } from "../ignition/version";

/** The versions of Butane's variant fcos that are taken, oldest first. */
export const BUTANE_VERSIONS = ["1.5.0", "1.6.0", "1.7.0"] as const;

/** A version of Butane's variant fcos. */
export type ButaneVersion = (typeof BUTANE_VERSIONS)[number];

/** The rules that data without a version of its own is held to. */
export const NEWEST: ButaneVersion = "1.7.0";

/** The version of Ignition's spec that Butane's specification writes for each of its own. */
export const IGNITION_VERSION: Readonly<Record<ButaneVersion, SpecVersion>> = {
  "1.5.0": "3.4.0",
  "1.6.0": "3.5.0",
  "1.7.0": "3.6.0",
};

export function isButaneVersion(text: string): text is ButaneVersion {
  return BUTANE_VERSIONS.some((version) => version === text);
}

/** Whether what exists since `since` is there in `version`. */
export function has(version: ButaneVersion, since: ButaneVersion): boolean {
  return BUTANE_VERSIONS.indexOf(version) >= BUTANE_VERSIONS.indexOf(since);
}
