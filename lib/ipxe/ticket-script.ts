import type { MaybeLate } from "../values/late";
import type { IpxeScript } from "./schema";

/** Properties of {@link ticketScript}. */
export interface TicketScriptProps {
  readonly vmId: MaybeLate<string>;
  /** Nonce of the guest's Ignition config: 32 hex digits. */
  readonly nonce: MaybeLate<string>;
  /** sha512 of the guest's Ignition config, in hex. */
  readonly sha512: MaybeLate<string>;
}

/** The install ticket of a guest: what the boot script has to know about it. */
export function ticketScript(props: TicketScriptProps): IpxeScript {
  return {
    commands: [
      { command: "set", name: "vm_id", value: props.vmId },
      { command: "set", name: "nonce", value: props.nonce },
      { command: "set", name: "sha512", value: props.sha512 },
    ],
    // The boot script chains it, and goes on.
    returns: true,
  };
}
