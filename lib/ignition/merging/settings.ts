import type {
  ConfigReferences,
  IgnitionSettings,
  KernelArguments,
  NewerKeys,
  Proxy,
  Security,
  Timeouts,
  Tls,
} from "../schema";
import type { SpecVersion } from "../version";
import { valueAt } from "../together/entries";
import { keyOf } from "./key";
import { contents, contentsKey, remote } from "./resource";
import { exclusive, fields, keyed, last, united, unruled } from "./rule";

export const settings = fields<IgnitionSettings>({
  version: higher<SpecVersion>,
  config: fields<ConfigReferences>({ merge: keyed(contentsKey, contents), replace: remote }),
  timeouts: fields<Timeouts>({ httpResponseHeaders: last, httpTotal: last }),
  security: fields<Security>({ tls: fields<Tls>({ certificateAuthorities: keyed(contentsKey, contents) }) }),
  proxy: fields<Proxy>({ httpProxy: last, httpsProxy: last, noProxy: united }),
  newer: (parent, child) => {
    const merged = unruled(parent, child) as NewerKeys;
    const [before, after] = [valueAt(parent, "version"), valueAt(child, "version")];
    return typeof before === "string" && typeof after === "string"
      ? { ...merged, version: higher(before, after) }
      : merged;
  },
});

/** The higher of two versions. Of `3.7.0` and `3.7.0-experimental`, that is the former. */
function higher<V extends string>(parent: V, child: V): V {
  const [before, after] = [rank(parent), rank(child)];
  const place = before.findIndex((number, index) => number !== after[index]);
  return (before[place] ?? 0) > (after[place] ?? 0) ? parent : child;
}

/** `3.7.0-experimental` → 3, 7, 0, 0; `3.7.0` → 3, 7, 0, 1. */
function rank(version: string): readonly number[] {
  return [...version.replace(/-.*/s, "").split(".").map(Number), version.includes("-") ? 0 : 1];
}

export const kernelArguments = exclusive<KernelArguments>(
  ["shouldExist", "shouldNotExist"],
  keyOf,
  fields<KernelArguments>({ shouldExist: united, shouldNotExist: united }),
);
