import { join } from "node:path";
import fc from "fast-check";
import { mergeConfigs } from "../../lib/ignition/merge";
import type { IgnitionConfig } from "../../lib/ignition/schema";
import { fuzzCases } from "../fuzz";
import { overlapping } from "../ignition/arbitrary-overlap";
import { fromGoSource, judge } from "./judges/judge";
import { written } from "./written";

const program = fromGoSource("ignition-merge", [join(__dirname, "judges/ignition-merge/main.go")], {
  "github.com/coreos/ignition/v2": "2.26.0",
});
const judged = program === undefined ? it.skip : it;

jest.setTimeout(300_000);

interface Pair {
  readonly parent: IgnitionConfig;
  readonly child: IgnitionConfig;
}

/** What Ignition makes of a config. */
type Meaning = Readonly<Record<string, unknown>>;

describe("Ignition's merge", () => {
  judged(
    "gives what ours gives, the order of lists included",
    () => {
      const some = overlapping({ stable: false });
      for (let left = fuzzCases(); left > 0; left -= 1000) {
        const pairs = fc.sample(fc.record({ parent: some, child: some }), Math.min(left, 1000));

        const theirs = mergedByIgnition(pairs);
        const ours = meaningOf(pairs.map(({ parent, child }) => mergeConfigs(parent, child)));

        pairs.forEach((pair, index) => {
          expect({ pair, merged: withoutVersion(ours[index]) }).toEqual({
            pair,
            merged: withoutVersion(theirs[index]),
          });
        });
      }
    },
    100_000 + 100 * fuzzCases(),
  );

  judged("holds the parent's hash against the child's own contents, and mixes owners, which ours does not", () => {
    const hash = `sha512-${"ab".repeat(64)}`;
    const parent: IgnitionConfig = {
      storage: {
        files: [
          { path: "/a", contents: { source: "http://a.example", compression: "gzip", verification: { hash } } },
          { path: "/b", user: { id: 1000 } },
        ],
      },
    };
    const child: IgnitionConfig = {
      storage: {
        files: [
          { path: "/a", contents: "a" },
          { path: "/b", user: { name: "core" } },
        ],
      },
    };

    const [theirs] = mergedByIgnition([{ parent, child }]);

    expect(theirs?.["storage"]).toEqual({
      files: [
        {
          path: "/a",
          contents: { source: "data:;base64,YQ==", compression: "gzip", verification: { hash } },
          user: {},
          group: {},
        },
        { path: "/b", contents: { verification: {} }, user: { id: 1000, name: "core" }, group: {} },
      ],
    });
    expect(mergeConfigs(parent, child)).toEqual(child);
  });
});

function mergedByIgnition(pairs: readonly Pair[]): readonly Meaning[] {
  const lines = pairs.map(({ parent, child }) => JSON.stringify({ parent: written(parent), child: written(child) }));
  const { status, stdout, stderr } = judge(program ?? "", [], {}, `${lines.join("\n")}\n`);
  expect({ status, stderr }).toEqual({ status: 0, stderr: "" });
  const answers = stdout
    .trimEnd()
    .split("\n")
    .map((line) => JSON.parse(line) as { merged: Meaning; refused?: string });
  expect(answers.flatMap(({ refused }, index) => (refused === undefined ? [] : [refused, lines[index]]))).toEqual([]);
  expect(answers.length).toBe(pairs.length);
  return answers.map(({ merged }) => merged);
}

/** Merged with nothing, a config is what Ignition reads from it. */
function meaningOf(configs: readonly IgnitionConfig[]): readonly Meaning[] {
  return mergedByIgnition(configs.map((config) => ({ parent: config, child: {} })));
}

/** Ignition raises every version to its newest. */
function withoutVersion(meaning: Meaning | undefined): Meaning {
  return { ...meaning, ignition: { ...(meaning?.["ignition"] as object), version: "" } };
}
