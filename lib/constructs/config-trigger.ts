import { TerraformResource } from "cdktf";
import type { Construct } from "constructs";

/**
 * Remembers the nonce or the hash of a guest's config in the state, so that a new one can have other resources replaced.
 *
 * It is OpenTofu's own `terraform_data`. CDKTF's class for that runs `terraform version` once for each of them.
 */
export class ConfigTrigger extends TerraformResource {
  constructor(
    scope: Construct,
    id: string,
    private readonly digest: string,
  ) {
    super(scope, id, { terraformResourceType: "terraform_data" });
  }

  protected override synthesizeAttributes(): Record<string, unknown> {
    return { input: this.digest };
  }
}
