import type { Attributes } from "../../../lib/provider/framework/schema";
import { UNKNOWN, type ValueObject } from "../../../lib/provider/framework/values";
import { withVolatile } from "../../../lib/provider/framework/volatile";

const attributes: Attributes = {
  name: { type: "string", mode: "required", description: "." },
  revision: { type: "string", mode: "optional-computed", onUpdate: "volatile", description: "." },
  id: { type: "string", mode: "computed", onUpdate: "keep", description: "." },
  parts: {
    nested: "list",
    mode: "optional",
    description: ".",
    attributes: {
      path: { type: "string", mode: "required", description: "." },
      hash: { type: "string", mode: "computed", onUpdate: "volatile", description: "." },
    },
  },
};
const parts = [
  { path: "/a", hash: "1" },
  { path: "/b", hash: "2" },
];
const prior: ValueObject = { name: "a", revision: "1", id: "i", parts };
const config: ValueObject = { name: "a", revision: null, id: null, parts: null };

describe("withVolatile", () => {
  it("leaves a plan without a change as it is", () => {
    expect(withVolatile(attributes, prior, prior, config)).toEqual(prior);
  });

  it("makes unknown what is volatile once something else changes, and keeps the rest", () => {
    expect(withVolatile(attributes, prior, { ...prior, name: "b" }, config)).toEqual({
      ...prior,
      name: "b",
      revision: UNKNOWN,
    });
  });

  it("keeps what the user has set, and what the plan knows already", () => {
    const set = { ...config, revision: "1" };

    expect(withVolatile(attributes, prior, { ...prior, name: "b" }, set)).toMatchObject({ revision: "1" });
    expect(withVolatile(attributes, prior, { ...prior, name: "b", revision: "2" }, config)).toMatchObject({
      revision: "2",
    });
  });

  it("looks at each object of a list by itself, and at the list for what is around it", () => {
    const changed = {
      ...prior,
      parts: [
        { path: "/a", hash: "1" },
        { path: "/c", hash: "2" },
      ],
    };

    expect(withVolatile(attributes, prior, changed, config)).toEqual({
      ...prior,
      revision: UNKNOWN,
      parts: [
        { path: "/a", hash: "1" },
        { path: "/c", hash: UNKNOWN },
      ],
    });
  });
});
