import { SlipwayProvider, type SlipwayProviderConfig } from "@slipway/provider-slipway/lib/provider";
import type { TerraformStack } from "cdktf";
import { onSynthesis } from "./on-synthesis";
import { PROVIDER_ADDRESS } from "./provider-address";
import { findBundle, layBundle } from "./provider-bundle";

/** Slipway's own provider: pinned to the very bundle that is laid beside the stack, where `tofu init` finds it. */
export class BundledProvider extends SlipwayProvider {
  constructor(stack: TerraformStack, id: string, config: SlipwayProviderConfig) {
    super(stack, id, config);
    onSynthesis(this, (folderOf) => layBundle(findBundle(), folderOf(stack)));
  }

  override toTerraform(): unknown {
    const generated = super.toTerraform() as { readonly terraform: object };
    const required = { slipway: { source: PROVIDER_ADDRESS, version: findBundle().version } };
    return { ...generated, terraform: { ...generated.terraform, required_providers: required } };
  }
}
