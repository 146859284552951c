import { mergeConfigs } from "../../lib/ignition/merge";
import type { IgnitionConfig } from "../../lib/ignition/schema";

/** What two configs are merged to, and how that is called. */
export type Merged = readonly [name: string, parent: IgnitionConfig, child: IgnitionConfig, merged: IgnitionConfig];

export function expectMerged(
  _name: string,
  parent: IgnitionConfig,
  child: IgnitionConfig,
  merged: IgnitionConfig,
): void {
  expect(mergeConfigs(parent, child)).toStrictEqual(merged);
}
