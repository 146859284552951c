import type { CarriedState } from "./private-state";
import { report, type Outcome, type Warn } from "./report";
import { loaded, type Call, type Lazy, type MoveSource, type Resource } from "./resource";
import type { IdentitySchema } from "./schema";
import type { Session } from "./session";
import { failure, type ValueObject } from "./values";
import { unknownPaths, withoutWriteOnly } from "./write-only";

/** By what the user names a thing that is to be imported. */
export type ImportTarget = { readonly id: string } | { readonly identity: ValueObject };

/** How things come under the care of one kind of resource that it has not made now: imports, moves, older versions. */
export class AdoptionDriver<Client> {
  constructor(
    private readonly resource: Resource<Client> | Lazy<Resource<Client>>,
    private readonly session: Session<Client>,
    private readonly type: string,
  ) {}

  /** Answers the state that the next read completes. */
  importState(target: ImportTarget, own: CarriedState): Promise<Outcome<ValueObject | null>> {
    return this.report(`import ${this.type}`, async (warn) => {
      const resource = await loaded(this.resource);
      const call = { client: this.session.required(), signal: this.session.signal, private: own, warn };
      const found =
        "id" in target
          ? await byId(resource, target.id, call, this.type)
          : await this.byIdentity(resource, target.identity, call);
      return withoutWriteOnly(resource.schema.attributes, found);
    });
  }

  /** Answers the state that the next read completes. */
  move(source: MoveSource): Promise<Outcome<ValueObject | null>> {
    return this.report(`move ${source.type} to ${this.type}`, async () => {
      const resource = await loaded(this.resource);
      const moved = resource.move?.(source) ?? null;
      if (moved !== null) return withoutWriteOnly(resource.schema.attributes, moved);
      throw failure(
        `Unable to move ${source.type} to ${this.type}`,
        resource.move === undefined
          ? `Resources of type ${this.type} do not take over what resources of other types have made.`
          : `Resources of type ${this.type} do not take over what ${source.type} of ${source.provider} has made.`,
      );
    });
  }

  /** A state saved with an older version of the schema, as the schema has it today. */
  upgrade(state: ValueObject, version: number): Promise<Outcome<ValueObject | null>> {
    const { schema } = this.resource;
    return this.report(`read the saved state of ${this.type}`, async () => {
      if (version === schema.version) return state;
      const resource = await loaded(this.resource);
      return resource.upgrade?.(state, version) ?? state;
    });
  }

  /** The identity of a saved state, as the schema has it today. */
  upgradeIdentity(identity: ValueObject, version: number): Promise<Outcome<ValueObject | null>> {
    return this.report(`read the saved identity of ${this.type}`, async () => {
      if (version === this.resource.schema.identity?.version) return identity;
      return (await loaded(this.resource)).identity?.upgrade?.(identity, version) ?? identity;
    });
  }

  /** The identity of what a state describes; null while not all of it is known. */
  identityOf(state: ValueObject): Promise<Outcome<ValueObject | null>> {
    return this.report(`tell the identity of ${this.type}`, async () => {
      const { identity } = this.resource.schema;
      if (identity === undefined) return null;
      const rules = (await loaded(this.resource)).identity;
      const found = rules?.of === undefined ? sameNames(identity, state) : rules.of(state);
      return found !== null && isComplete(identity, found) ? found : null;
    });
  }

  private async byIdentity(
    resource: Resource<Client>,
    identity: ValueObject,
    call: Call<Client>,
  ): Promise<ValueObject> {
    const { schema } = resource;
    if (resource.identity?.toState !== undefined) return resource.identity.toState(identity, call);
    if (schema.identity === undefined)
      throw failure(`Unable to import ${this.type}`, "Resources of this type have no identity: give an id.");
    return sameNames(schema.identity, identity);
  }

  private report(
    doing: string,
    operation: (warn: Warn) => Promise<ValueObject | null>,
  ): Promise<Outcome<ValueObject | null>> {
    return report<ValueObject | null>(doing, this.session.signal, operation, () => null);
  }
}

function byId<Client>(resource: Resource<Client>, id: string, call: Call<Client>, type: string): Promise<ValueObject> {
  if (resource.importState !== undefined) return resource.importState(id, call);
  const names = Object.keys(resource.schema.identity?.attributes ?? {});
  throw failure(
    `Unable to import ${type}`,
    names.length === 0
      ? "Resources of this type cannot be imported."
      : `Resources of this type are imported by their identity: identity = { ${names.map((name) => `${name} = …`).join(", ")} }`,
  );
}

const sameNames = ({ attributes }: IdentitySchema, from: ValueObject): ValueObject =>
  Object.fromEntries(Object.keys(attributes).map((name) => [name, from[name] ?? null]));

const isComplete = ({ attributes }: IdentitySchema, found: ValueObject): boolean =>
  unknownPaths(found).length === 0 &&
  Object.entries(attributes).every(([name, { optional }]) => optional === true || (found[name] ?? null) !== null);
