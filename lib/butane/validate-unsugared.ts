import type { IgnitionConfig } from "../ignition/schema";
import { isWithin, validateRest } from "../ignition/validate-rest";
import type { Path, Problem } from "../values/config-error";
import { originOf } from "./origin";
import type { SugaredConfig } from "./schema";

/** What becomes of keys of Butane that stand beside keys of Ignition. */
const BECOMES: Readonly<Record<string, string>> = {
  contentsLocal: "contents",
  sshAuthorizedKeysLocal: "sshAuthorizedKeys",
};

const TREES: Path = ["storage", "trees"];

/** What makes items of lists. */
const MAKERS: readonly Path[] = [["bootDevice"], ["grub"], TREES];

/** Unread, it may bring any item to any list. */
const ELSEWHERE: Path = ["ignition", "config", "replace"];

/** What trees may give to items of the config: they leave it out then. */
const OF_TREES = { files: "contents", links: "target" } as const;

/**
 * What can be said of the config that was made of a document of which parts could not be read.
 *
 * @param unread paths, in the document, of what could not be read
 */
export function validateUnsugared(
  config: IgnitionConfig,
  document: SugaredConfig,
  unread: readonly Path[],
): readonly Problem[] {
  const made = unread.flatMap((path) => becomes(path, config, document));
  const ofTrees = unread.some((path) => isWithin(path, TREES)) ? leftToTrees(config) : [];
  return validateRest(config, [...made, ...ofTrees]).filter(({ path }) => {
    const origin = originOf(path, config, document);
    return !unread.some((place) => (origin.exact ? isWithin(origin.path, place) : isWithin(place, origin.path)));
  });
}

/** Where in the config that is missing which could not be read in the document. */
function becomes(path: Path, config: IgnitionConfig, document: SugaredConfig): readonly Path[] {
  if (MAKERS.some((maker) => isWithin(path, maker))) return [ELSEWHERE];
  if (path.includes("withMountUnit")) return [];
  const text = path.findIndex((step) => step === "local" || step === "inline");
  const plain = path.slice(0, text === -1 ? undefined : text).map((step) => BECOMES[step] ?? step);
  const place = originOf(plain, document as IgnitionConfig, config as SugaredConfig);
  return place.exact ? [place.path] : [];
}

function leftToTrees({ storage = {} }: IgnitionConfig): readonly Path[] {
  return (["files", "links"] as const).flatMap((list) =>
    (storage[list] ?? []).map((_, index) => ["storage", list, index, OF_TREES[list]]),
  );
}
