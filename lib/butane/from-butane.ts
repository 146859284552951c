import type { IgnitionConfig } from "../ignition/schema";
import { isWithin } from "../ignition/validate-rest";
import type { Path, Problem } from "../values/config-error";
import { desugar } from "./desugar";
import type { LocalFiles } from "./files";
import { originOf } from "./origin";
import type { SugaredConfig } from "./schema";
import { without } from "./sugar/keys";
import { validateUnsugared } from "./validate-unsugared";
import { IGNITION_VERSION } from "./version";
import { inButane } from "./words";
import { versionOf } from "./yaml/head";
import { DOCUMENT } from "./yaml/keys";
import { parseYaml } from "./yaml/parse";
import { Reader } from "./yaml/read";

/** What a Butane document stands for. */
export interface FromButane {
  /** Of the version of Ignition's spec that Butane's specification writes. With an error among the problems it lacks parts. */
  readonly config: IgnitionConfig;

  /** Each with its line and column in `got`, and the document's own names in its path. */
  readonly problems: readonly Problem[];

  /**
   * What `validateIgnition` says of the config, located. If parts of the document are missing from it since they were
   * wrong, it is what can be said in spite of that.
   */
  readonly validate: () => readonly Problem[];

  /**
   * Gives a problem of the config, such as one of `validateIgnition`, the line and column of what led to it, and advice
   * that can be followed in the document.
   */
  readonly locate: (problem: Problem) => Problem;
}

/**
 * Reads a document of Butane's variant fcos, version 1.5.0 to 1.7.0.
 *
 * Never throws for what is wrong with the document, and takes time in proportion to its length.
 *
 * @param files where `local` and its like are read; without any, each of them is an error
 * @param mark is given the document as data, before its sugar is written out, and may mark values of it as late
 */
export function fromButane(
  yaml: string,
  files?: LocalFiles,
  mark: (document: SugaredConfig) => SugaredConfig = (document) => document,
): FromButane {
  const parsed = parseYaml(yaml);
  const { places, aliases } = parsed;
  const nothing = (...problems: readonly Problem[]): FromButane => ({
    config: {},
    problems,
    validate: () => [],
    locate: (problem) => places.locate(problem),
  });
  if (parsed.problems.length > 0) return nothing(...parsed.problems);
  const version = versionOf(parsed);
  if (typeof version !== "string") return nothing(...version);

  const reader = new Reader(version, aliases, places);
  const read = reader.read(parsed.root ?? null, DOCUMENT, []) as SugaredConfig & Head;
  const document = mark(without(read, "variant", "version"));
  const pinned = { ...document, ignition: { version: IGNITION_VERSION[version], ...document.ignition } };
  const { config, problems } = desugar(pinned, files, version);
  const own = problems.filter(({ path }) => !reader.missing.some((place) => isBeside(path, place)));
  const unread = [...reader.missing, ...own.filter(({ severity }) => severity === "error").map(({ path }) => path)];
  const locate = (problem: Problem): Problem => {
    const origin = originOf(problem.path, config, document);
    const shown = origin.exact ? { ...problem, path: origin.path } : problem;
    return places.locate(inButane(shown), places.offsetOf(origin.path));
  };
  return {
    config,
    problems: places.inOrder([...reader.problems, ...own.map((problem) => places.locate(inButane(problem)))]),
    validate: () => validateUnsugared(config, document, unread).map(locate),
    locate,
  };
}

/** What says how a document is to be read, and is no part of the config. */
interface Head {
  readonly variant: string;
  readonly version: string;
}

/** Keys whose values are judged by themselves, whatever else their item lacks. */
const BY_ITSELF = ["contents", "contentsLocal", "append", "dropins", "keyFile", "sshAuthorizedKeysLocal"];

/** Whether a problem may be there only since something was wrong, and left out, in the same item or section. */
function isBeside(path: Path, missing: Path): boolean {
  const parent = missing.slice(0, -1);
  const isItem = typeof parent.at(-1) === "number" && !BY_ITSELF.includes(String(path[parent.length]));
  return isWithin(path, isItem || parent[0] === "bootDevice" ? parent : missing);
}
