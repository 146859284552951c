import { TerraformProvider, TerraformResource, type TerraformStack } from "cdktf";

/** Another provider's address management: what stands for any resource that constructs are composed with. */
export class AddressManager extends TerraformProvider {
  constructor(stack: TerraformStack) {
    super(stack, "ipam", {
      terraformResourceType: "ipam",
      terraformGeneratorMetadata: { providerName: "ipam", providerVersion: "1.0.0" },
      terraformProviderSource: "example.org/net/ipam",
    });
  }
}

/** A resource with any attributes, which in turn offers any. */
export class ForeignResource extends TerraformResource {
  constructor(
    stack: TerraformStack,
    id: string,
    private readonly attributes: Readonly<Record<string, unknown>> = {},
  ) {
    super(stack, id, {
      terraformResourceType: `ipam_${id}`,
      terraformGeneratorMetadata: { providerName: "ipam" },
    });
  }

  protected override synthesizeAttributes(): Record<string, unknown> {
    return this.attributes;
  }
}
