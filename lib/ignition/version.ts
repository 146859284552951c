/** The versions of the Ignition spec that are written here, oldest first. */
export const SPEC_VERSIONS = ["3.4.0", "3.5.0", "3.6.0"] as const;

/** A version of the Ignition spec. */
export type SpecVersion = (typeof SPEC_VERSIONS)[number];
