import { check } from "../../lib/values/check";
import { vmIdSchema } from "../../lib/values/vm-id";

describe("vmIdSchema", () => {
  it.each([100, 101, 999_999_999])("accepts %d", (id) => {
    expect(check(vmIdSchema, id, "vm-id")).toEqual([]);
  });

  it.each([99, 0, -1, 100.5, 1_000_000_000])("refuses %d", (id) => {
    expect(check(vmIdSchema, id, "vm-id")).toEqual([
      {
        code: "vm-id/out-of-range",
        severity: "error",
        path: [],
        what: "this is not the id of a virtual machine",
        got: String(id),
        allowed: "a whole number from 100 to 999999999",
        fix: "choose an id that no other VM of the cluster has",
      },
    ]);
  });

  it.each(["101", null, Number.NaN])("refuses %p, which is no number", (id) => {
    expect(check(vmIdSchema, id, "vm-id").map(({ code, path }) => [code, path])).toEqual([["vm-id/invalid-type", []]]);
  });
});
