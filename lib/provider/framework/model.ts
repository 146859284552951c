/**
 * The types of a resource's values, worked out from its schema.
 *
 * They need the schema's own words in its type (`defineSchema`). For a schema that is just a `Schema`, every one of
 * them is a {@link ValueObject}.
 */
import type { Attribute, Attributes, AttributeType, NestedAttribute, Schema } from "./schema";
import type { UNKNOWN, Value, ValueObject } from "./values";

/** A state: nothing is unknown, and what is write-only is null. */
export type ModelOf<S extends Schema> = Open<S["attributes"], ObjectIn<S["attributes"], never, never, "state">>;

/** Part of a state, which a read completes: what an import or a move starts from. */
export type PartOf<S extends Schema> = Open<S["attributes"], Partial<ModelOf<S>>>;

/**
 * A configuration: what the user set. `ConfigOf<S, never>` is one without unknown values, as an apply has it.
 *
 * What the user left out is null, defaults included.
 */
export type ConfigOf<S extends Schema, Unknown = typeof UNKNOWN> = Open<
  S["attributes"],
  ObjectIn<S["attributes"], Unknown, Unknown, "config">
>;

/** A plan. `PlannedOf<S, never>` is one at apply, where nothing is unknown but what the provider sets. */
export type PlannedOf<S extends Schema, Unknown = typeof UNKNOWN> = Open<
  S["attributes"],
  ObjectIn<S["attributes"], Unknown, typeof UNKNOWN, "plan">
>;

/**
 * The types of all values of one schema.
 *
 * Resources are generic in this, not in the schema: of one schema and any other, TypeScript would say that they have
 * nothing in common, and a list of resources of several types could not be had. The condition, which always holds,
 * keeps it from asking for the schema here as well.
 */
export type TypesOf<S extends Schema> = S extends unknown
  ? {
      readonly schema: S;
      readonly state: ModelOf<S>;
      readonly part: PartOf<S>;
      readonly config: ConfigOf<S>;
      readonly known: ConfigOf<S, never>;
      readonly planned: PlannedOf<S>;
      readonly applied: PlannedOf<S, never>;
    }
  : never;

/** What {@link TypesOf} makes of any schema. */
export type AnyTypes = { readonly schema: Schema } & Readonly<
  Record<Exclude<keyof TypesOf<Schema>, "schema">, unknown>
>;

/** Without names of attributes in the type, any object goes. */
type Open<A extends Attributes, Model> = string extends keyof A ? ValueObject : Model;

type Place = "state" | "config" | "plan";

/** @typeParam Set what may stand for a value that the user sets, beside the value; `Told` for one that the provider sets */
type ObjectIn<A extends Attributes, Set, Told, In extends Place> = {
  readonly [Name in keyof A]: ValueIn<A[Name], Set, Told, In>;
};

type ValueIn<A extends Attribute, Set, Told, In extends Place> = A extends { readonly writeOnly: true }
  ? In extends "config"
    ? Present<A, Set, Told, In> | Set | Absent<A, In>
    : null
  : [In, A["mode"]] extends ["config", "computed"]
    ? null
    : Present<A, Set, Told, In> | (IsSettled<A> extends true ? Set : Told) | Absent<A, In>;

/** Whether the configuration alone decides on a value. */
type IsSettled<A extends Attribute> = A["mode"] extends "required" | "optional"
  ? true
  : A extends { readonly default: unknown }
    ? true
    : false;

type Present<A extends Attribute, Set, Told, In extends Place> = A extends NestedAttribute
  ? Nesting<A["nested"], Open<A["attributes"], ObjectIn<A["attributes"], Set, Told, In>>>
  : A extends { readonly type: infer T extends AttributeType }
    ? Typed<T, Set>
    : never;

/** Null where the user may leave it out; what the provider sets is there, unless the schema says `nullable`. */
type Absent<A extends Attribute, In extends Place> = A["mode"] extends "required"
  ? never
  : In extends "config"
    ? null
    : A["mode"] extends "optional"
      ? null
      : A extends { readonly nullable: true }
        ? null
        : never;

type Nesting<N extends NestedAttribute["nested"], Inner> = N extends "single"
  ? Inner
  : N extends "list"
    ? readonly Inner[]
    : { readonly [key: string]: Inner };

type Typed<T extends AttributeType, Unknown> = T extends "string"
  ? string
  : T extends "number"
    ? number
    : T extends "bool"
      ? boolean
      : T extends { readonly list: infer E extends AttributeType }
        ? readonly (Typed<E, Unknown> | Unknown)[]
        : T extends { readonly set: infer E extends AttributeType }
          ? readonly (Typed<E, Unknown> | Unknown)[]
          : T extends { readonly map: infer E extends AttributeType }
            ? { readonly [key: string]: Typed<E, Unknown> | Unknown }
            : Value;
