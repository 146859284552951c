import { text } from "../directives/scalar";
import { unitNames } from "../directives/units";

/** `[Install]`: what `systemctl enable`, or the quadlet generator, links the unit to. */
export const install = {
  WantedBy: unitNames(),
  RequiredBy: unitNames(),
  UpheldBy: unitNames(),
  Also: unitNames(),
  Alias: unitNames(),
  DefaultInstance: text({ pattern: /^[A-Za-z0-9:_.\\-]+$/, allowed: "the name of an instance" }),
} as const;
