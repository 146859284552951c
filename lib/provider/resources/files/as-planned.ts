import { type Diagnostic, UNKNOWN } from "../../framework/values";
import type { Content } from "./contents";
import type { PublishedFile } from "./model";

/**
 * The files whose contents are others than at plan, as what is ephemeral may be. To publish them would break the word
 * that the plan has given, which OpenTofu takes for a fault of the provider's.
 */
export function changedSincePlan(
  planned: readonly PublishedFile[],
  contents: readonly (Content | typeof UNKNOWN)[],
): readonly Diagnostic[] {
  return planned.flatMap(({ path, sha512 }, index) => {
    const content = contents[index] ?? UNKNOWN;
    if (sha512 === null || content === UNKNOWN || content.sha512 === sha512) return [];
    return [
      {
        severity: "error",
        summary: `Unable to publish "${path}" as planned`,
        detail:
          "Its content is another one than at plan. Is part of it made anew in each run, or was the seal secret changed in between? Plan again; what is ephemeral has to be the same each time.",
        path: ["files", index],
      },
    ];
  });
}
