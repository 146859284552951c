import { without } from "../directive";
import { kill } from "./kill";
import { capabilities, environmentOfService, identity, limits, root, scheduling } from "./process";
import { controlGroup, resources } from "./resource-control";
import { directories, sandbox } from "./sandbox";
import { streams } from "./streams";

const all = {
  ...environmentOfService,
  ...identity,
  ...root,
  ...kill,
  ...streams,
  ...directories,
  ...sandbox,
  ...capabilities,
  ...limits,
  ...resources,
  ...scheduling,
  ...controlGroup,
} as const;

/**
 * What sockets and mounts know, since they start programs too: systemd.exec(5), systemd.kill(5) and
 * systemd.resource-control(5). Control groups of their own they cannot hand on.
 */
export const exec = without(
  all,
  "Delegate",
  "DelegateSubgroup",
  "ManagedOOMSwap",
  "ManagedOOMMemoryPressure",
  "ManagedOOMMemoryPressureLimit",
  "ManagedOOMMemoryPressureDurationSec",
);
