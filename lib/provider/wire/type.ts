import type { Attributes, AttributeType } from "../framework/schema";

/** Type of a value on the wire, which is what decides how it is encoded. */
export type WireType =
  | "string"
  | "number"
  | "bool"
  | "dynamic"
  | { readonly list: WireType }
  | { readonly set: WireType }
  | { readonly map: WireType }
  | { readonly tuple: readonly WireType[] }
  | { readonly object: Readonly<Record<string, WireType>> };

export type ObjectType = Extract<WireType, { readonly object: unknown }>;

/** The type of what a schema describes: an object with every attribute. */
export function objectType(attributes: Attributes): ObjectType {
  const object = Object.fromEntries(
    Object.entries(attributes).map(([name, attribute]): [string, WireType] => {
      if (!("nested" in attribute)) return [name, attribute.type satisfies AttributeType];
      const inner = objectType(attribute.attributes);
      return [
        name,
        attribute.nested === "single" ? inner : attribute.nested === "list" ? { list: inner } : { map: inner },
      ];
    }),
  );
  return { object };
}

/** What a value of the wrong type leads to. OpenTofu sends none, so it is a bug, and mostly one of ours. */
export class WireError extends Error {
  override readonly name = "WireError";

  constructor(
    readonly path: readonly (string | number)[],
    problem: string,
  ) {
    super(`${path.join(".")}: ${problem}`);
  }
}
