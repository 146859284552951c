import { desugar } from "../butane/desugar";
import type { LocalFiles } from "../butane/files";
import type { SugaredConfig } from "../butane/schema";
import { withUnitNamesOnly } from "../documents";
import { mergeConfigs } from "../ignition/merge";
import type { IgnitionConfig as IgnitionData } from "../ignition/schema";
import type { Problem } from "../values/config-error";
import { withLateLists } from "./late-lists";
import { withLateItems, withoutLateItems } from "./late-items";
import { mergeIgnition } from "./merge-ignition";
import { toLateDeep } from "./tokens";

/** Something that was done to a config. */
export type Step =
  /** A part was added. */
  | { readonly add: SugaredConfig }
  /** Another config was merged into it, which may still be added to. */
  | { readonly merge: () => IgnitionData };

/** A config without sugar, tokens marked as late, and what went wrong on the way. */
export interface Outcome {
  readonly config: IgnitionData;
  readonly problems: readonly Problem[];
}

/**
 * Does everything that was done to a config, in order.
 *
 * What is sugar becomes Ignition where the whole of it is known: before a merge, and at the end. Lists that are not known
 * go behind all that is.
 */
export function outcomeOf(steps: readonly Step[], files: LocalFiles | undefined): Outcome {
  const problems: Problem[] = [];
  let parts: readonly SugaredConfig[] = [];
  const settle = (): IgnitionData => {
    const { known, late } = withoutLateItems(mergeIgnition(parts));
    const plain = desugar(known, files);
    problems.push(...plain.problems);
    return withLateItems(plain.config, late);
  };
  for (const step of steps) {
    parts =
      "add" in step
        ? [...parts, withLateLists(toLateDeep(withUnitNamesOnly(step.add)))]
        : [merged(settle(), step.merge())];
  }
  return { config: settle(), problems };
}

function merged(parent: IgnitionData, child: IgnitionData): IgnitionData {
  const [first, second] = [withoutLateItems(parent), withoutLateItems(child)];
  return withLateItems(mergeConfigs(first.known, second.known), [...first.late, ...second.late]);
}
