import { pathText } from "./check-config";
import { CarriedState } from "./private-state";
import { propose } from "./propose";
import { replacements } from "./replacements";
import { report, type Outcome, type Warn } from "./report";
import { loaded, type Call, type Lazy, type PlanResult, type Resource } from "./resource";
import type { Session } from "./session";
import { DiagnosticError, type AttributePath, type Diagnostic, type ValueObject } from "./values";
import { validateConfig } from "./validate-config";
import { withVolatile } from "./volatile";
import { unknownPaths, withoutUnknown, withoutWriteOnly } from "./write-only";

/** What a plan says of one resource. */
export interface Plan {
  /** Null when it is to be destroyed. */
  readonly planned: ValueObject | null;
  readonly replace: readonly AttributePath[];
  readonly deferred?: PlanResult["deferred"];
}

/** Takes one kind of resource through its life: all that is the same for every kind. */
export class ResourceDriver<Client> {
  private readonly type: string;

  constructor(
    private readonly resource: Resource<Client> | Lazy<Resource<Client>>,
    private readonly session: Session<Client>,
    prefix: string,
  ) {
    this.type = `${prefix}_${resource.name}`;
  }

  validate(config: ValueObject): Promise<readonly Diagnostic[]> {
    return validateConfig(this.type, this.resource, config, this.session.signal);
  }

  /** @param own what the resource keeps for itself, which the call may change */
  async plan(prior: ValueObject | null, config: ValueObject | null, own = new CarriedState()): Promise<Outcome<Plan>> {
    if (config === null) return this.planDestroy(prior, own);
    const { attributes } = this.resource.schema;
    const proposed = propose(attributes, prior, config);
    return this.report<Plan>(
      "plan",
      async (warn) => {
        const call = { ...this.call(warn, own), client: this.session.known() };
        const resource = await loaded(this.resource);
        const result: PlanResult = (await resource.plan?.({ prior, config, proposed }, call)) ?? { planned: proposed };
        const kept = withoutWriteOnly(attributes, result.planned);
        const planned = prior === null ? kept : withVolatile(attributes, prior, kept, config);
        const forced = prior === null ? [] : [...replacements(attributes, prior, planned), ...(result.replace ?? [])];
        return { planned, replace: forced, ...(result.deferred !== undefined && { deferred: result.deferred }) };
      },
      () => ({ planned: proposed, replace: [] }),
    );
  }

  private async planDestroy(prior: ValueObject | null, own: CarriedState): Promise<Outcome<Plan>> {
    return this.report<Plan>(
      "plan the destruction of",
      async (warn) => {
        const call = { ...this.call(warn, own), client: this.session.known() };
        if (prior !== null) await (await loaded(this.resource)).planDestroy?.({ prior }, call);
        return { planned: null, replace: [] };
      },
      () => ({ planned: null, replace: [] }),
    );
  }

  /** Answers the state that is true afterwards, after a failure as well. */
  async apply(
    prior: ValueObject | null,
    planned: ValueObject | null,
    config: ValueObject | null,
    own = new CarriedState(),
  ): Promise<Outcome<ValueObject | null>> {
    const doing = prior === null ? "create" : planned === null ? "delete" : "update";
    return this.report(
      doing,
      async (warn) => {
        const call = { ...this.call(warn, own), client: this.session.required() };
        const resource = await loaded(this.resource);
        if (planned === null) {
          if (prior !== null) await resource.delete({ prior }, call);
          return null;
        }
        if (config === null) throw new Error("OpenTofu sent a plan without its configuration");
        const state =
          prior === null
            ? await resource.create({ config, planned }, call)
            : await resource.update({ prior, config, planned }, call);
        return this.whole(state);
      },
      (error) => this.stateAfter(error, prior),
    );
  }

  /** Answers what is there; the state unchanged while the provider's own configuration is not known yet. */
  async read(state: ValueObject | null, own = new CarriedState()): Promise<Outcome<ValueObject | null>> {
    const client = this.session.known();
    if (state === null || client === undefined) return { value: state, diagnostics: [] };
    return this.report(
      "read",
      async (warn) => {
        const resource = await loaded(this.resource);
        const found = await resource.read({ state }, { ...this.call(warn, own), client });
        return found === null ? null : this.whole(found);
      },
      () => state,
    );
  }

  private report<T>(
    verb: string,
    operation: (warn: Warn) => T | Promise<T>,
    fallback: (error: unknown) => T,
  ): Promise<Outcome<T>> {
    return report(`${verb} ${this.type}`, this.session.signal, operation, fallback);
  }

  private call(warn: Warn, own: CarriedState): Omit<Call<Client>, "client"> {
    return { signal: this.session.signal, private: own, warn };
  }

  private whole(state: ValueObject): ValueObject {
    const open = unknownPaths(state);
    // What was made must not be lost over this, so the state goes along, with null in those places.
    if (open.length > 0)
      throw new DiagnosticError(
        [
          {
            severity: "error",
            summary: `Unable to find out all of ${this.type}`,
            detail: `Still unknown: ${open.map(pathText).join(", ")}. Slipway did not expect this: please report it as a bug.`,
          },
        ],
        state,
      );
    return withoutWriteOnly(this.resource.schema.attributes, state);
  }

  private stateAfter(error: unknown, prior: ValueObject | null): ValueObject | null {
    if (!(error instanceof DiagnosticError) || error.state === undefined) return prior;
    return withoutUnknown(withoutWriteOnly(this.resource.schema.attributes, error.state));
  }
}
