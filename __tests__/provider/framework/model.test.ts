import type { ConfigOf, ModelOf, PartOf, PlannedOf } from "../../../lib/provider/framework/model";
import type { Resource } from "../../../lib/provider/framework/resource";
import { defineSchema, type Schema } from "../../../lib/provider/framework/schema";
import type { UNKNOWN } from "../../../lib/provider/framework/values";
import { type Value, type ValueObject } from "../../../lib/provider/framework/values";

const schema = defineSchema({
  version: 0,
  description: ".",
  attributes: {
    name: { type: "string", mode: "required", description: "." },
    note: { type: "string", mode: "optional", description: "." },
    size: { type: "number", mode: "optional-computed", default: 3, description: "." },
    zone: { type: "string", mode: "optional-computed", description: "." },
    id: { type: "string", mode: "computed", description: "." },
    hint: { type: "string", mode: "computed", nullable: true, description: "." },
    key: { type: "string", mode: "optional", writeOnly: true, description: "." },
    tags: { type: { set: "string" }, mode: "optional", description: "." },
    any: { type: "dynamic", mode: "optional", description: "." },
    parts: {
      nested: "list",
      mode: "optional",
      description: ".",
      attributes: {
        path: { type: "string", mode: "required", description: "." },
        hash: { type: "string", mode: "computed", description: "." },
      },
    },
  },
});

type Unknown = typeof UNKNOWN;
type Same<A, B> = (<T>() => T extends A ? 1 : 2) extends <T>() => T extends B ? 1 : 2 ? true : false;

/** Compiles only if the two types are the same. */
function holds<Check extends true>(told: Check): void {
  expect(told).toBe(true);
}

describe("the types of a schema's values", () => {
  it("are those of a state, where nothing is unknown", () => {
    holds<
      Same<
        ModelOf<typeof schema>,
        {
          readonly name: string;
          readonly note: string | null;
          readonly size: number;
          readonly zone: string;
          readonly id: string;
          readonly hint: string | null;
          readonly key: null;
          readonly tags: readonly string[] | null;
          readonly any: Value;
          readonly parts: readonly { readonly path: string; readonly hash: string }[] | null;
        }
      >
    >(true);
  });

  it("are those of a configuration, where only what the user may set is set", () => {
    type Config = ConfigOf<typeof schema>;

    holds<
      Same<Pick<Config, "name" | "size">, { readonly name: string | Unknown; readonly size: number | Unknown | null }>
    >(true);
    holds<Same<Pick<Config, "id" | "key">, { readonly id: null; readonly key: string | Unknown | null }>>(true);
    holds<Same<ConfigOf<typeof schema, never>["tags"], readonly string[] | null>>(true);
  });

  it("are those of a plan, where at apply only what the provider sets is unknown", () => {
    holds<Same<PlannedOf<typeof schema>["name"], string | Unknown>>(true);
    holds<Same<PlannedOf<typeof schema, never>["name"], string>>(true);
    holds<Same<PlannedOf<typeof schema, never>["size"], number>>(true);
    holds<Same<PlannedOf<typeof schema, never>["zone"], string | Unknown>>(true);
    holds<Same<PlannedOf<typeof schema, never>["key"], null>>(true);
  });

  it("are those of a part of a state", () => {
    holds<Same<PartOf<typeof schema>["id"], string | undefined>>(true);
  });

  it("are those of any object for a schema without names", () => {
    holds<Same<ModelOf<Schema>, ValueObject>>(true);
    holds<Same<PlannedOf<Schema, never>, ValueObject>>(true);
  });

  it("let a resource of its own types stand among those of any", () => {
    const typed: Resource<string, typeof schema> = {
      name: "typed",
      schema,
      create: ({ planned }) =>
        Promise.resolve({ ...planned, zone: "z", id: planned.name.toUpperCase(), hint: null, parts: null }),
      read: ({ state }) => Promise.resolve(state),
      update: ({ prior }) => Promise.resolve(prior),
      delete: () => Promise.resolve(),
    };
    const all: readonly Resource<string>[] = [typed];

    expect(all.map(({ name }) => name)).toEqual(["typed"]);
  });
});
