import fc from "fast-check";
import { mergeAll, mergeConfigs } from "../../lib/ignition/merge";
import type { IgnitionConfig } from "../../lib/ignition/schema";
import { fillLate, Late } from "../../lib/values/late";
import { expectSame } from "../expect-same";
import { fuzzCases } from "../fuzz";
import { ignitionConfigs } from "./arbitrary";
import { overlapping } from "./arbitrary-overlap";

const any = fc.oneof(ignitionConfigs, overlapping({ stable: false }));
const stable = overlapping({ stable: true });
const options = { numRuns: fuzzCases() };

describe("mergeConfigs", () => {
  it("changes nothing by merging with an empty config", () => {
    fc.assert(
      fc.property(any, (config) => {
        expectSame(mergeConfigs(config, {}), config);
        expectSame(mergeConfigs({}, config), config);
      }),
      options,
    );
  });

  // The laws of sets share their cases, since making a config costs more than merging it.
  it("adds nothing of itself, merges three either way, takes nothing back of the child, and leaves all as they are", () => {
    fc.assert(
      fc.property(stable, stable, stable, (a, b, c) => {
        const before = structuredClone([a, b, c]);
        [a, b, c].forEach(deepFreeze);
        const merged = mergeConfigs(a, b);

        expectSame(mergeConfigs(a, a), a);
        expectSame(mergeConfigs(merged, b), merged);
        expectSame(mergeConfigs(merged, c), mergeConfigs(a, mergeConfigs(b, c)));
        expectSame(mergeAll(a, b, c), mergeConfigs(merged, c));
        expectSame([a, b, c], before);
      }),
      options,
    );
  });

  it("gives with late values what it gives with the values that they stand for", () => {
    fc.assert(
      fc.property(overlapping({ stable: false }), overlapping({ stable: false }), fc.nat(6), (parent, child, some) => {
        const merged = mergeConfigs(withLate(parent, some), withLate(child, some));

        expectSame(fillLate(merged, tokens), mergeConfigs(parent, child));
      }),
      options,
    );
  });
});

/** Makes some of a config's scalars late: the same ones wherever they stand. */
function withLate(config: IgnitionConfig, some: number): IgnitionConfig {
  const walk = (value: unknown, key: string): unknown => {
    if (Array.isArray(value)) return value.map((item) => walk(item, key));
    if (typeof value === "object" && value !== null)
      return Object.fromEntries(Object.entries(value).map(([name, item]) => [name, walk(item, name)]));
    if (key === "version" || value === undefined) return value;
    return String(value).length % 7 === some ? Late.token(value) : value;
  };
  return walk(config, "") as IgnitionConfig;
}

function tokens(source: { readonly from: string; readonly token?: unknown }): unknown {
  return source.token;
}

function deepFreeze<T>(value: T): T {
  if (typeof value === "object" && value !== null) Object.values(Object.freeze(value)).forEach(deepFreeze);
  return value;
}
