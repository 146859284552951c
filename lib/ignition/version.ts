import { usedFeatures } from "./features";

/** The versions of the Ignition spec that are written here, oldest first. */
export const SPEC_VERSIONS = ["3.4.0", "3.5.0", "3.6.0"] as const;

/** A version of the Ignition spec. */
export type SpecVersion = (typeof SPEC_VERSIONS)[number];

/** What matters of a config here. */
interface Versioned {
  readonly ignition?: { readonly version?: SpecVersion | undefined } | undefined;
}

/** The version that a config is written in: the one it names, or else {@link lowestVersion}. */
export function versionOf(config: Versioned): SpecVersion {
  return config.ignition?.version ?? lowestVersion(config);
}

/** The oldest version in which Ignition honours all that a config uses. */
export function lowestVersion(config: unknown): SpecVersion {
  const needed = Math.max(0, ...usedFeatures(config, minorOf(SPEC_VERSIONS[0])).map(({ feature }) => feature.since));
  return SPEC_VERSIONS.find((version) => minorOf(version) >= needed) ?? SPEC_VERSIONS[0];
}

/** `3.5.0` → 5. */
export function minorOf(version: string): number {
  return Number(version.split(".")[1]);
}
