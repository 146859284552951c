import { CarriedState } from "../../../lib/provider/framework/private-state";
import { ResourceDriver } from "../../../lib/provider/framework/resource-driver";
import type { Resource } from "../../../lib/provider/framework/resource";
import { Session } from "../../../lib/provider/framework/session";
import type { Diagnostic, ValueObject } from "../../../lib/provider/framework/values";

/** What came of an apply. */
export interface Applied {
  readonly state: ValueObject | null;
  readonly diagnostics: readonly Diagnostic[];
}

/** Takes a resource through refresh, plan and apply as OpenTofu does, keeping the state in between. */
export class Drive<Client> {
  state: ValueObject | null = null;
  private own = new CarriedState();
  readonly session = new Session<Client>();
  private readonly driver: ResourceDriver<Client>;

  constructor(resource: Resource<Client>, client: Client) {
    this.session.configured(client, true);
    this.driver = new ResourceDriver(resource, this.session, "slipway");
  }

  validate(config: ValueObject): Promise<readonly Diagnostic[]> {
    return this.driver.validate(config);
  }

  async refresh(): Promise<readonly Diagnostic[]> {
    const { value, diagnostics } = await this.driver.read(this.state, this.own);
    this.state = value;
    return diagnostics;
  }

  /** Replacement is answered, not carried out. */
  plan(config: ValueObject | null) {
    return this.driver.plan(this.state, config, this.own);
  }

  /** Plans and applies; null destroys. */
  async apply(config: ValueObject | null): Promise<Applied> {
    const plan = await this.plan(config);
    if (plan.diagnostics.some(({ severity }) => severity === "error")) {
      return { state: this.state, diagnostics: plan.diagnostics };
    }
    const { value, diagnostics } = await this.driver.apply(this.state, plan.value.planned, config, this.own);
    this.state = value;
    return { state: value, diagnostics: [...plan.diagnostics, ...diagnostics] };
  }
}
