import { kill } from "./kill";
import { capabilities, environmentOfService, identity, limits, root, scheduling } from "./process";
import { controlGroup, resources } from "./resource-control";
import { directories, sandbox } from "./sandbox";
import { streams } from "./streams";

/** What every unit knows that starts programs: systemd.exec(5), systemd.kill(5) and systemd.resource-control(5). */
export const exec = {
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
