import { replacements } from "../../../lib/provider/framework/replacements";
import { UNKNOWN, type AttributePath, type ValueObject } from "../../../lib/provider/framework/values";
import { attributes, configOf } from "./a-schema";

const part = { path: "/x", disk: "d", mode: "0644", content_wo: null, hash: "h" };
const prior = configOf({ name: "a", tags: ["x", "y"], parts: [part] });

describe("replacements", () => {
  it.each<[string, ValueObject, AttributePath[]]>([
    ["nothing when nothing changes", {}, []],
    ["nothing for attributes that change in place", { note: "n", size: 9 }, []],
    ["nothing for a set in another order", { tags: ["y", "x"] }, []],
    ["what a change of which replaces", { name: "b", tags: ["x"] }, [["name"], ["tags"]]],
    ["what may change", { name: UNKNOWN }, [["name"]]],
    ["the attribute within a list", { parts: [{ ...part, disk: "e" }] }, [["parts", 0, "disk"]]],
    ["nothing for an element that is new", { parts: [part, { ...part, disk: "e" }] }, []],
  ])("names %s", (_name, change, paths) => {
    expect(replacements(attributes, prior, { ...prior, ...change })).toEqual(paths);
  });
});
