import type { EphemeralResource } from "./ephemeral-resource";
import type { ProviderFunction } from "./function";
import type { AnyTypes, TypesOf } from "./model";
import type { PrivateState } from "./private-state";
import type { Schema } from "./schema";
import type { AttributePath, Diagnostic, ValueObject } from "./values";

/** What every call gets beside its values. */
export interface Call<Client> {
  /** The configured provider. */
  readonly client: Client;
  /** Aborted when the user interrupts. */
  readonly signal: AbortSignal;
  /** What a resource keeps beside its state, out of the user's sight. There in every call of a managed resource. */
  readonly private?: PrivateState;
  /** Shows a warning to the user at the end of the call. */
  warn(diagnostic: Omit<Diagnostic, "severity">): void;
}

export interface PlanResult<Planned = ValueObject> {
  readonly planned: Planned;
  /** Attributes whose change means replacement, in addition to those of the schema. */
  readonly replace?: readonly AttributePath[];
  /**
   * Why this cannot be planned yet. OpenTofu leaves the resource out of this run if it can; else the plan counts.
   * `config`: something in the configuration has to be known first. `prerequisite`: something has to be there first.
   */
  readonly deferred?: "config" | "prerequisite";
}

/**
 * What a resource adds to its schema's identity. All of it may be left out: then the identity's attributes are those
 * attributes of the state that have the same names.
 */
export interface IdentityRules<Client, T extends AnyTypes = TypesOf<Schema>> {
  /** The identity of what a state describes; null if the state does not say. */
  of?(state: T["state"]): ValueObject | null;
  /** From `import { identity = {…} }` to a state that `read` can complete. What the user left out is null. */
  toState?(identity: ValueObject, call: Call<Client>): Promise<T["part"]>;
  /** From an identity saved with an older version to one of today. */
  upgrade?(identity: ValueObject, version: number): ValueObject;
}

/** A resource of another type, or of another provider, whose state is to become one of ours. */
export interface MoveSource {
  /** Address of the provider, such as `registry.opentofu.org/bpg/proxmox`. */
  readonly provider: string;
  /** With its prefix. */
  readonly type: string;
  readonly version: number;
  readonly state: ValueObject;
}

/**
 * A managed resource. Values are complete objects of its schema; write-only attributes are null but in `config`.
 *
 * The framework has already: refused what the schema refuses, put in defaults, marked computed attributes unknown on
 * create, kept the prior value of computed attributes on update, and nulled write-only attributes in `proposed`.
 *
 * With its schema as type argument (`Resource<Client, typeof schema>`, from `defineSchema`) its values have types.
 */
export type Resource<Client, S extends Schema = Schema> = TypedResource<Client, TypesOf<S>>;

interface TypedResource<Client, T extends AnyTypes> {
  /** Without the provider's prefix: `files` for `slipway_files`. */
  readonly name: string;
  readonly schema: T["schema"];

  /** Checks that need no provider; unknown values must be let through. */
  validate?(config: T["config"]): readonly Diagnostic[];

  /** Turns the proposed state into the plan: marks what will change unknown, computes what can be known. Not called on destroy. */
  plan?(
    input: { prior: T["state"] | null; config: T["config"]; proposed: T["planned"] },
    call: Call<Client | undefined>,
  ): Promise<PlanResult<T["planned"]>>;

  /** Warns of a destruction, or refuses it by throwing. */
  planDestroy?(input: { prior: T["state"] }, call: Call<Client | undefined>): Promise<void>;

  /** Answers the new state, with nothing unknown. */
  create(input: { config: T["known"]; planned: T["applied"] }, call: Call<Client>): Promise<T["state"]>;

  /** Answers what is really there; null means gone. */
  read(input: { state: T["state"] }, call: Call<Client>): Promise<T["state"] | null>;

  update(
    input: { prior: T["state"]; config: T["known"]; planned: T["applied"] },
    call: Call<Client>,
  ): Promise<T["state"]>;

  /** Removing what is gone already succeeds. */
  delete(input: { prior: T["state"] }, call: Call<Client>): Promise<void>;

  /** From `tofu import ADDRESS ID` to a state that `read` can complete. */
  importState?(id: string, call: Call<Client>): Promise<T["part"]>;

  /** Only for what the schema's `identity` does not say by itself. */
  readonly identity?: IdentityRules<Client, T>;

  /**
   * From a state saved with an older version of the schema to one of today.
   * What it holds beyond the schema is dropped, and what it lacks is null.
   */
  upgrade?(state: ValueObject, version: number): ValueObject;

  /** From the state of another type (`moved` across types) to one that `read` can complete; null if it is not known here. */
  move?(source: MoveSource): T["part"] | null;
}

/** What is only read. As with resources, its values have types if its schema is the type argument. */
export type DataSource<Client, S extends Schema = Schema> = TypedDataSource<Client, TypesOf<S>>;

interface TypedDataSource<Client, T extends AnyTypes> {
  readonly name: string;
  readonly schema: T["schema"];
  validate?(config: T["config"]): readonly Diagnostic[];
  read(input: { config: T["known"] }, call: Call<Client>): Promise<T["state"]>;
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
  readonly ephemeralResources?: readonly (EphemeralResource<Client> | Lazy<EphemeralResource<Client>>)[];
  readonly functions?: readonly ProviderFunction[];

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
