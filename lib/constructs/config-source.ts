import type { RemoteResource, Verification } from "../ignition/schema";
import type { Text } from "../values/late";

/**
 * A config that Ignition fetches when it runs: with the hash that it must have, or with the explicit word that it may
 * be anything.
 */
export type ConfigSource = RemoteResource &
  ({ readonly verification: Verification & { readonly hash: Text } } | { readonly unverified: true });
