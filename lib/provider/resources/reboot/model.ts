import type { ModelOf, PlannedOf } from "../../framework/model";
import type { schema } from "./schema";

/** `slipway_reboot` as its schema says, with nothing unknown. */
export type RebootState = ModelOf<typeof schema>;

/** What may be done about a changed image. */
export const policies: readonly string[] = ["restart", "next_boot"];

/** Whether a change restarts the VM. An image that is not known yet counts as another one. */
export function restarts(prior: RebootState, planned: PlannedOf<typeof schema>): boolean {
  return planned.policy === "restart" && planned.image !== prior.image;
}
