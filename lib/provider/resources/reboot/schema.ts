import { defineSchema } from "../../framework/schema";

export const schema = defineSchema({
  version: 0,
  description:
    "Restarts a VM when the image that it boots from has changed. Creating it restarts nothing; destroying it does nothing.",
  attributes: {
    vm_id: { type: "number", mode: "required", replace: true, description: "The VM." },
    name: { type: "string", mode: "required", description: "Name of the VM, for messages." },
    image: {
      type: "string",
      mode: "required",
      description: "What the VM boots from, such as the ISO's volume id. A change restarts the VM.",
    },
    policy: {
      type: "string",
      mode: "optional-computed",
      default: "restart",
      description: "`restart` restarts at once; `next_boot` leaves that to the operator.",
    },
    shutdown_timeout: {
      type: "number",
      mode: "optional-computed",
      default: 60,
      description: "Seconds that the VM gets to shut down before it is stopped.",
    },
    boot: {
      type: "string",
      mode: "computed",
      description: "A value that changes with every restart that this resource makes.",
    },
  },
});
