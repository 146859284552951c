/** Schemas of the provider, its resources and data sources, as plain data: OpenTofu, the docs and the bindings read them. */

/** Type of a simple attribute, as OpenTofu names it. */
export type AttributeType =
  | "string"
  | "number"
  | "bool"
  /** Any value, with its own type: what it is comes with it. */
  | "dynamic"
  | { readonly list: AttributeType }
  | { readonly set: AttributeType }
  | { readonly map: AttributeType };

/** Who sets an attribute: the user must, the user may, the provider does, or the user may and the provider does otherwise. */
export type AttributeMode = "required" | "optional" | "computed" | "optional-computed";

interface CommonAttribute {
  readonly mode: AttributeMode;
  /** One sentence or two, in plain English; limits and units belong here. */
  readonly description: string;
  /** OpenTofu hides it. What is write-only is hidden anyway. */
  readonly sensitive?: boolean;
  /** Given to the provider, and kept in no plan and no state. Not inside sets. */
  readonly writeOnly?: boolean;
  /** A change means that the whole resource is replaced. */
  readonly replace?: boolean;
  /** What an `optional-computed` attribute gets at plan when the user sets none. */
  readonly default?: string | number | boolean | readonly string[];
  /**
   * What an update does to a value that the provider sets: `keep` leaves it, `volatile` makes it unknown at plan as soon
   * as anything else in its object changes.
   *
   * @default "keep"
   */
  readonly onUpdate?: "keep" | "volatile";
  /** The provider may answer null for it. Only its type in the model depends on that. */
  readonly nullable?: boolean;
}

export interface SimpleAttribute extends CommonAttribute {
  readonly type: AttributeType;
}

export interface NestedAttribute extends CommonAttribute {
  readonly nested: "single" | "list" | "map";
  readonly attributes: Attributes;
}

export type Attribute = SimpleAttribute | NestedAttribute;
export type Attributes = Readonly<Record<string, Attribute>>;

export interface Schema {
  /** Of the state's layout; 0 until it first changes. */
  readonly version: number;
  readonly description: string;
  readonly attributes: Attributes;
  /** By which OpenTofu tells resources of a type apart for as long as they are there, and imports them. */
  readonly identity?: IdentitySchema;
}

export interface IdentitySchema {
  /** Of the identity's layout; 0 until it first changes. */
  readonly version: number;
  readonly attributes: Readonly<Record<string, IdentityAttribute>>;
}

export interface IdentityAttribute {
  readonly type: "string" | "number" | "bool" | { readonly list: "string" | "number" | "bool" };
  readonly description: string;
  /** May be left out of an import, because the provider finds it out. */
  readonly optional?: true;
}

/** Whether OpenTofu is told to hide an attribute's values. */
export function isSensitive({ sensitive, writeOnly }: Attribute): boolean {
  return sensitive === true || writeOnly === true;
}

/** A schema whose every word is part of its type, so that the types of its values follow from it: see `model.ts`. */
export function defineSchema<const S extends Schema>(schema: S): S {
  return schema;
}

/** The schemas of a whole provider; names stand without the provider's prefix. */
export interface ProviderSchemas {
  /** Prefix of all its types. */
  readonly name: string;
  readonly provider: Schema;
  readonly resources: Readonly<Record<string, Schema>>;
  readonly dataSources: Readonly<Record<string, Schema>>;
  readonly ephemeralResources?: Readonly<Record<string, Schema>>;
}
