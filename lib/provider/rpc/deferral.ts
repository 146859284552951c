import type { PlanResult } from "../framework/resource";
import { tfplugin6 as P } from "./generated/messages";

/** Part of every answer that may put a resource off. */
export interface Deferral {
  readonly deferred?: P.Deferred.$Properties;
}

const { PROVIDER_CONFIG_UNKNOWN, RESOURCE_CONFIG_UNKNOWN, ABSENT_PREREQ } = P.Deferred.Reason;
const reasons = { config: RESOURCE_CONFIG_UNKNOWN, prerequisite: ABSENT_PREREQ };

/**
 * That a resource is put off, if the client allows it: because the provider's own configuration is not known yet, or
 * because the resource says so.
 */
export function deferral(
  client: P.ClientCapabilities.$Properties | null | undefined,
  isPartial: boolean,
  asked?: PlanResult["deferred"],
): Deferral {
  if (client?.deferralAllowed !== true) return {};
  if (isPartial) return { deferred: { reason: PROVIDER_CONFIG_UNKNOWN } };
  return asked === undefined ? {} : { deferred: { reason: reasons[asked] } };
}
