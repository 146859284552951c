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
  readonly sensitive?: boolean;
  /** Given to the provider, and kept in no plan and no state. Not inside sets. */
  readonly writeOnly?: boolean;
  /** A change means that the whole resource is replaced. */
  readonly replace?: boolean;
  /** What an `optional-computed` attribute gets at plan when the user sets none. */
  readonly default?: string | number | boolean | readonly string[];
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
}

/** The schemas of a whole provider; names stand without the provider's prefix. */
export interface ProviderSchemas {
  /** Prefix of all its types. */
  readonly name: string;
  readonly provider: Schema;
  readonly resources: Readonly<Record<string, Schema>>;
  readonly dataSources: Readonly<Record<string, Schema>>;
}
