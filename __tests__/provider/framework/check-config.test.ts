import { checkConfig } from "../../../lib/provider/framework/check-config";
import { UNKNOWN, type ValueObject } from "../../../lib/provider/framework/values";
import { writeOnlyDiagnostics } from "../../../lib/provider/framework/write-only";
import { attributes, configOf } from "./a-schema";

const part = { path: "/x", disk: null, mode: null, content_wo: null, hash: null };
const problemsOf = (config: ValueObject) => checkConfig(attributes, config).map(({ summary, path }) => [summary, path]);

describe("checkConfig", () => {
  it("lets a complete configuration pass, and unknown values anywhere", () => {
    expect(problemsOf(configOf({ name: "a", parts: [part], tags: ["x"] }))).toEqual([]);
    expect(
      problemsOf(
        configOf({ name: UNKNOWN, id: UNKNOWN, parts: [UNKNOWN, { ...part, path: UNKNOWN }], tags: [UNKNOWN] }),
      ),
    ).toEqual([]);
  });

  it("refuses everything that is wrong at once, each with its path", () => {
    const config = configOf({
      id: "mine",
      tags: ["x", null],
      parts: [{ ...part, path: null, hash: "mine" }, null],
      door: { host: null, port: 1 },
      shelves: { top: { label: null, serial: null }, low: null },
    });

    expect(problemsOf(config)).toEqual([
      ['Missing value for "name"', ["name"]],
      ['Unable to set "id"', ["id"]],
      ['Null within "tags"', ["tags"]],
      ['Missing value for "path"', ["parts", 0, "path"]],
      ['Unable to set "hash"', ["parts", 0, "hash"]],
      ['Null within "parts"', ["parts", 1]],
      ['Missing value for "host"', ["door", "host"]],
      ['Missing value for "label"', ["shelves", "top", "label"]],
      ['Null within "shelves"', ["shelves", "low"]],
    ]);
  });

  it("says in words where it is", () => {
    const [problem] = checkConfig(attributes, configOf({ name: "a", parts: [part, { ...part, path: null }] }));

    expect(problem?.detail).toBe('"parts[1].path" must be set.');
  });
});

describe("writeOnlyDiagnostics", () => {
  it("refuses write-only values for an OpenTofu that would keep them", () => {
    const config = configOf({ name: "a", key: "k", parts: [part, { ...part, content_wo: UNKNOWN }] });

    expect(writeOnlyDiagnostics(attributes, config).map(({ path }) => path)).toEqual([
      ["key"],
      ["parts", 1, "content_wo"],
    ]);
  });
});
