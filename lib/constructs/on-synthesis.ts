import type { TerraformStack } from "cdktf";
import type { IConstruct } from "constructs";
import { join } from "node:path";

/** What CDKTF calls, by this well-known symbol, when it writes a stack. */
const CUSTOM_SYNTHESIS = Symbol.for("cdktf/customSynthesis");

interface SynthesisSession {
  readonly outdir: string;
  readonly manifest: { forStack(stack: TerraformStack): { readonly workingDirectory: string } };
}

/**
 * Has something done when a stack is written, just before its own file is.
 *
 * @param action gets a function that tells a stack's folder
 */
export function onSynthesis(
  construct: IConstruct,
  action: (folderOf: (stack: TerraformStack) => string) => void,
): void {
  Object.defineProperty(construct, CUSTOM_SYNTHESIS, {
    value: {
      onSynthesize: ({ outdir, manifest }: SynthesisSession) =>
        action((stack) => join(outdir, manifest.forStack(stack).workingDirectory)),
    },
  });
}
