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

/** An attribute of an object's type. */
export interface Field {
  readonly name: string;
  readonly type: WireType;
}

const fields = new WeakMap<ObjectType["object"], readonly Field[]>();

/** The attributes of an object's type, as a list that is made once: values of the type come and go with each call. */
export function fieldsOf({ object }: ObjectType): readonly Field[] {
  let list = fields.get(object);
  if (list === undefined) {
    list = Object.entries(object).map(([name, type]) => ({ name, type }));
    fields.set(object, list);
  }
  return list;
}

/**
 * Where in a value one is: a single list for a whole value, longer on the way in and shorter on the way out, since there is
 * an error to tell the place of in hardly any.
 */
export type Place = (string | number)[];

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

  readonly path: readonly (string | number)[];

  constructor(path: readonly (string | number)[], problem: string) {
    super(`${path.join(".")}: ${problem}`);
    this.path = [...path];
  }
}
