import { text } from "../directives/scalar";
import { unitNames } from "../directives/lists";

/** `[Install]`: what `systemctl enable`, or the quadlet generator, links the unit to. */
export const install = {
  WantedBy: unitNames(),
  RequiredBy: unitNames(),
  UpheldBy: unitNames(),
  Also: unitNames(),
  Alias: unitNames(),
  DefaultInstance: text(),
} as const;
