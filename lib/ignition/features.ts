import type { Path } from "../values/config-error";
import { isLate } from "../values/late";
import { textOf } from "./together/entries";
import { matches, patternOf } from "./together/pattern";

/** Something that not every version of the spec has. */
export interface Feature {
  /** Where it stands: `storage.luks[].cex`; `[]` is each item of a list. */
  readonly at: string;

  /** Minor version of the spec that has it first: 5 is 3.5.0. */
  readonly since: number;

  /** What a message calls it. */
  readonly what: string;

  /**
   * What Ignition does in an older version: it knows no such key and ignores it with a warning, refuses the value,
   * clears the bits with a warning, or drops the value without a word.
   */
  readonly before: "ignored" | "refused" | "cleared" | "dropped";

  /** Whether a value makes use of it. @default - it is there */
  readonly used?: (value: unknown) => boolean;
}

/** All places where the spec has a resource. */
export const RESOURCES = [
  "ignition.config.merge[]",
  "ignition.config.replace",
  "ignition.security.tls.certificateAuthorities[]",
  "storage.files[].contents",
  "storage.files[].append[]",
  "storage.luks[].keyFile",
] as const;

const FETCHED_CONFIGS = RESOURCES.filter((place) => place.startsWith("ignition."));

/** Setuid, setgid and sticky. */
export const SPECIAL_BITS = 0o7000;

function key(since: number, at: string, what = at.replace(/^.*[.\]]\.?/, "")): Feature {
  return { at, since, what, before: "ignored" };
}

function value(since: number, at: string, what: string, used: (value: unknown) => boolean): Feature {
  return { at, since, what, before: "refused", used };
}

/** A text that begins in a certain way, as far as it is known. */
function startsWith(prefix: string): (value: unknown) => boolean {
  return (given) => String(textOf(given) ?? (Array.isArray(given) ? given[0] : "")).startsWith(prefix);
}

/**
 * The features that came after 3.0.0, from the spec's own types and from what Ignition 2.26 makes of older configs.
 *
 * Where Ignition reads an older config it turns it into the newest spec, step by step. On the way from 3.4.0 to 3.5.0 it
 * forgets the advertisements of Tang servers: they are in 3.4.0, but only 3.5.0 keeps them.
 */
export const FEATURES: readonly Feature[] = [
  key(1, "ignition.proxy"),
  ...FETCHED_CONFIGS.flatMap((place) => [key(1, `${place}.compression`), key(1, `${place}.httpHeaders`)]),
  key(1, "storage.files[].contents.httpHeaders"),
  key(1, "storage.files[].append[].httpHeaders"),
  key(1, "storage.filesystems[].mountOptions"),
  ...RESOURCES.map((place) => value(1, `${place}.verification.hash`, "verification by sha256", startsWith("sha256-"))),
  key(2, "storage.luks"),
  key(2, "storage.disks[].partitions[].resize"),
  key(2, "passwd.users[].shouldExist"),
  key(2, "passwd.groups[].shouldExist"),
  ...RESOURCES.map((place) => value(2, `${place}.source`, "a source of scheme gs", startsWith("gs:"))),
  key(3, "kernelArguments"),
  value(3, "storage.filesystems[].format", "the format none", (format) => format === "none"),
  key(4, "storage.luks[].discard"),
  key(4, "storage.luks[].openOptions"),
  key(4, "storage.luks[].clevis.tang[].advertisement"),
  ...RESOURCES.map((place) => value(4, `${place}.source`, "a source of scheme arn", startsWith("arn:"))),
  {
    at: "storage.luks[].clevis.tang[].advertisement",
    since: 5,
    what: "the advertisement of a Tang server",
    before: "dropped",
  },
  { ...key(5, "storage.luks[].cex"), used: (cex) => isTrue((cex as { readonly enabled?: unknown } | null)?.enabled) },
  ...["storage.files[].mode", "storage.directories[].mode"].map((at): Feature => ({
    at,
    since: 6,
    what: "the setuid, setgid and sticky bits",
    before: "cleared",
    used: (mode) => typeof mode === "number" && (mode & SPECIAL_BITS) !== 0,
  })),
  value(
    6,
    "storage.luks[].clevis.custom.pin",
    "a Clevis pin other than tpm2, tang and sss",
    (pin) => typeof pin === "string" && !["", "tpm2", "tang", "sss"].includes(pin),
  ),
];

/** Late flags count: a version that is too new does no harm. */
function isTrue(flag: unknown): boolean {
  return flag === true || isLate(flag);
}

/** A feature in use, and where. */
export interface Use {
  readonly feature: Feature;
  readonly path: Path;
}

const PATTERNS = FEATURES.map((feature) => ({ feature, pattern: patternOf(feature.at) }));

/** Those of versions newer than 3.<index>.0. */
const PATTERNS_AFTER = Array.from({ length: 7 }, (_, minor) => PATTERNS.filter(({ feature }) => feature.since > minor));

/**
 * The features that a config makes use of and that the version with a minor number does not have. A late value makes
 * use of none unless it is a flag.
 */
export function usedFeatures(config: unknown, minor: number): readonly Use[] {
  return (PATTERNS_AFTER[minor] ?? []).flatMap(({ feature, pattern }) =>
    matches(config, pattern)
      .filter(({ item }) => feature.used?.(item) ?? true)
      .map(({ path }) => ({ feature, path })),
  );
}

/** Whether a place lies within a key that a version does not know, so that nothing in it matters. */
export function isIgnored(at: string, minor: number): boolean {
  return FEATURES.some(
    ({ at: key, since, before }) =>
      before === "ignored" && since > minor && (at.startsWith(`${key}.`) || at.startsWith(`${key}[`)),
  );
}
