import { boolean, integer, text, texts, timeSpan } from "../directives/scalar";
import { oneUnit } from "../directives/units";
import { MODE, PATH } from "./paths";

/** `[Path]`: systemd.path(5). */
export const path = {
  PathExists: texts(PATH),
  PathExistsGlob: texts(PATH),
  PathChanged: texts(PATH),
  PathModified: texts(PATH),
  DirectoryNotEmpty: texts(PATH),
  Unit: oneUnit("service", "target", "timer", "mount", "socket"),
  MakeDirectory: boolean(),
  DirectoryMode: text(MODE),
  TriggerLimitIntervalSec: timeSpan(),
  TriggerLimitBurst: integer(0, 0xffffffff),
} as const;
