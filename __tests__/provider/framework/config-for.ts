import type { ConfigOf } from "../../../lib/provider/framework/model";
import type { Schema } from "../../../lib/provider/framework/schema";

/** A configuration by a schema, in which nothing is set but what is given. */
export function configFor<S extends Schema>(schema: S, set: Partial<ConfigOf<S, never>>): ConfigOf<S, never>;
export function configFor<S extends Schema>(schema: S, set: Partial<ConfigOf<S>>): ConfigOf<S>;
export function configFor<S extends Schema>(schema: S, set: Partial<ConfigOf<S>>): ConfigOf<S> {
  const unset = Object.fromEntries(Object.keys(schema.attributes).map((name) => [name, null]));
  return { ...unset, ...set } as ConfigOf<S>;
}
