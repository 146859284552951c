import type { Schema } from "../framework/schema";
import { failure } from "../framework/values";
import { objectType, type ObjectType } from "../wire/type";

export interface Found<Driver> {
  readonly driver: Driver;
  readonly schema: Schema;
  /** Of its values on the wire. */
  readonly type: ObjectType;
}

/** Finds what a request names, and the type of its values, which is worked out once. */
export function lookup<Driver>(
  all: ReadonlyMap<string, { readonly schema: Schema; readonly driver: Driver }>,
): (typeName: string) => Found<Driver> {
  const found = new Map([...all].map(([name, each]) => [name, { ...each, type: objectType(each.schema.attributes) }]));
  return (typeName) => {
    const one = found.get(typeName);
    if (one !== undefined) return one;
    throw failure(`Unable to find "${typeName}"`, `The provider has ${[...found.keys()].join(", ")}.`);
  };
}
