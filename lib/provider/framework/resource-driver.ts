import { checkConfig, pathText } from "./check-config";
import { propose } from "./propose";
import { replacements } from "./replacements";
import { report, type Outcome, type Warn } from "./report";
import { loaded, type Call, type Lazy, type Resource } from "./resource";
import type { Session } from "./session";
import { DiagnosticError, failure, type AttributePath, type Diagnostic, type ValueObject } from "./values";
import { unknownPaths, withoutUnknown, withoutWriteOnly } from "./write-only";

/** What a plan says of one resource. */
export interface Plan {
  /** Null when it is to be destroyed. */
  readonly planned: ValueObject | null;
  readonly replace: readonly AttributePath[];
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

  async validate(config: ValueObject): Promise<readonly Diagnostic[]> {
    const violations = checkConfig(this.resource.schema.attributes, config);
    if (violations.length > 0) return violations;
    const { value, diagnostics } = await this.report<readonly Diagnostic[]>(
      "check",
      async () => (await loaded(this.resource)).validate?.(config) ?? [],
      () => [],
    );
    return [...value, ...diagnostics];
  }

  async plan(prior: ValueObject | null, config: ValueObject | null): Promise<Outcome<Plan>> {
    if (config === null) return { value: { planned: null, replace: [] }, diagnostics: [] };
    const { attributes } = this.resource.schema;
    const proposed = propose(attributes, prior, config);
    return this.report(
      "plan",
      async (warn) => {
        const call = { ...this.call(warn), client: this.session.known() };
        const resource = await loaded(this.resource);
        const result = (await resource.plan?.({ prior, config, proposed }, call)) ?? { planned: proposed };
        const planned = withoutWriteOnly(attributes, result.planned);
        const forced = prior === null ? [] : [...replacements(attributes, prior, planned), ...(result.replace ?? [])];
        return { planned, replace: forced };
      },
      () => ({ planned: proposed, replace: [] }),
    );
  }

  /** Answers the state that is true afterwards, after a failure as well. */
  async apply(
    prior: ValueObject | null,
    planned: ValueObject | null,
    config: ValueObject | null,
  ): Promise<Outcome<ValueObject | null>> {
    const doing = prior === null ? "create" : planned === null ? "delete" : "update";
    return this.report(
      doing,
      async (warn) => {
        const call = { ...this.call(warn), client: this.session.required() };
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
  async read(state: ValueObject | null): Promise<Outcome<ValueObject | null>> {
    const client = this.session.known();
    if (state === null || client === undefined) return { value: state, diagnostics: [] };
    return this.report(
      "read",
      async (warn) => {
        const resource = await loaded(this.resource);
        const found = await resource.read({ state }, { ...this.call(warn), client });
        return found === null ? null : this.whole(found);
      },
      () => state,
    );
  }

  async importState(id: string): Promise<Outcome<ValueObject | null>> {
    return this.report(
      "import",
      async (warn) => {
        const resource = await loaded(this.resource);
        if (resource.importState === undefined)
          throw failure(`Unable to import ${this.type}`, "Resources of this type cannot be imported.");
        const found = await resource.importState(id, { ...this.call(warn), client: this.session.required() });
        return this.whole(found);
      },
      () => null,
    );
  }

  private report<T>(
    verb: string,
    operation: (warn: Warn) => T | Promise<T>,
    fallback: (error: unknown) => T,
  ): Promise<Outcome<T>> {
    return report(`${verb} ${this.type}`, this.session.signal, operation, fallback);
  }

  private call(warn: Warn): Omit<Call<Client>, "client"> {
    return { signal: this.session.signal, warn };
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
