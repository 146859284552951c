import { SlipwayProvider, type SlipwayProviderConfig } from "@slipway/provider-slipway/lib/provider";
import type { TerraformStack } from "cdktf";
import { join } from "node:path";
import { PROVIDER_ADDRESS } from "./provider-address";
import { findBundle, layBundle } from "./provider-bundle";

/** What CDKTF calls, by this well-known symbol, when it writes a stack. */
const CUSTOM_SYNTHESIS = Symbol.for("cdktf/customSynthesis");

interface SynthesisSession {
  readonly outdir: string;
  readonly manifest: { forStack(stack: TerraformStack): { readonly workingDirectory: string } };
}

/** Slipway's own provider: pinned to the very bundle that is laid beside the stack, where `tofu init` finds it. */
export class BundledProvider extends SlipwayProvider {
  constructor(stack: TerraformStack, id: string, config: SlipwayProviderConfig) {
    super(stack, id, config);
    Object.defineProperty(this, CUSTOM_SYNTHESIS, {
      value: {
        onSynthesize: ({ outdir, manifest }: SynthesisSession) =>
          layBundle(findBundle(), join(outdir, manifest.forStack(stack).workingDirectory)),
      },
    });
  }

  override toTerraform(): unknown {
    const generated = super.toTerraform() as { readonly terraform: object };
    const required = { slipway: { source: PROVIDER_ADDRESS, version: findBundle().version } };
    return { ...generated, terraform: { ...generated.terraform, required_providers: required } };
  }
}
