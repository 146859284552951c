import type { Schema } from "./schema";
import type { AttributePath, Diagnostic, ValueObject } from "./values";

/** What every call gets beside its values. */
export interface Call<Client> {
  /** The configured provider. */
  readonly client: Client;
  /** Aborted when the user interrupts. */
  readonly signal: AbortSignal;
  /** Shows a warning to the user at the end of the call. */
  warn(diagnostic: Omit<Diagnostic, "severity">): void;
}

export interface PlanResult {
  readonly planned: ValueObject;
  /** Attributes whose change means replacement, in addition to those of the schema. */
  readonly replace?: readonly AttributePath[];
}

/**
 * A managed resource. Values are complete objects of its schema; write-only attributes are null but in `config`.
 *
 * The framework has already: refused what the schema refuses, put in defaults, marked computed attributes unknown on
 * create, kept the prior value of computed attributes on update, and nulled write-only attributes in `proposed`.
 */
export interface Resource<Client> {
  /** Without the provider's prefix: `files` for `slipway_files`. */
  readonly name: string;
  readonly schema: Schema;

  /** Checks that need no provider; unknown values must be let through. */
  validate?(config: ValueObject): readonly Diagnostic[];

  /** Turns the proposed state into the plan: marks what will change unknown, computes what can be known. Not called on destroy. */
  plan?(
    input: { prior: ValueObject | null; config: ValueObject; proposed: ValueObject },
    call: Call<Client | undefined>,
  ): Promise<PlanResult>;

  /** Answers the new state, with nothing unknown. */
  create(input: { config: ValueObject; planned: ValueObject }, call: Call<Client>): Promise<ValueObject>;

  /** Answers what is really there; null means gone. */
  read(input: { state: ValueObject }, call: Call<Client>): Promise<ValueObject | null>;

  update(
    input: { prior: ValueObject; config: ValueObject; planned: ValueObject },
    call: Call<Client>,
  ): Promise<ValueObject>;

  /** Removing what is gone already succeeds. */
  delete(input: { prior: ValueObject }, call: Call<Client>): Promise<void>;

  /** From `tofu import ADDRESS ID` to a state that `read` can complete. */
  importState?(id: string, call: Call<Client>): Promise<ValueObject>;
}

export interface DataSource<Client> {
  readonly name: string;
  readonly schema: Schema;
  validate?(config: ValueObject): readonly Diagnostic[];
  read(input: { config: ValueObject }, call: Call<Client>): Promise<ValueObject>;
}

/** A resource or data source whose code is loaded when it is first needed: OpenTofu often asks for the schema only. */
export interface Lazy<Each extends { readonly name: string; readonly schema: Schema }> {
  readonly name: string;
  readonly schema: Schema;
  load(): Promise<Each>;
}

export interface Provider<Client> {
  /** Prefix of all its types. */
  readonly name: string;
  readonly schema: Schema;
  readonly resources: readonly (Resource<Client> | Lazy<Resource<Client>>)[];
  readonly dataSources: readonly (DataSource<Client> | Lazy<DataSource<Client>>)[];

  /** Checks that need nothing but the configuration; unknown values must be let through. */
  validate?(config: ValueObject): readonly Diagnostic[];

  /**
   * Called before the first resource. At plan the configuration may still hold unknown values: then no resource is
   * handed the client, but data sources are, so what depends on an unknown value must refuse only when it is used.
   */
  configure(config: ValueObject, call: Pick<Call<Client>, "warn">): Client | Promise<Client>;
}

export async function loaded<Each extends { readonly name: string; readonly schema: Schema }>(
  one: Each | Lazy<Each>,
): Promise<Each> {
  return "load" in one ? one.load() : one;
}
