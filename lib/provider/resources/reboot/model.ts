import type { ValueObject } from "../../framework/values";

/** `slipway_reboot` as its schema says, with nothing unknown. */
export type RebootState = {
  readonly vm_id: number;
  readonly name: string;
  readonly image: string;
  readonly policy: string;
  readonly shutdown_timeout: number;
  readonly boot: string;
};

/** What may be done about a changed image. */
export const policies: readonly string[] = ["restart", "next_boot"];

/** Whether a change restarts the VM. An image that is not known yet counts as another one. */
export function restarts(prior: ValueObject, planned: ValueObject): boolean {
  return planned.policy === "restart" && planned.image !== prior.image;
}
