import { CALENDAR } from "../directives/calendar";
import { boolean, plains, timeSpan, timeSpans } from "../directives/scalar";
import { oneUnit } from "../directives/units";

/** `[Timer]`: systemd.timer(5). */
export const timer = {
  OnActiveSec: timeSpans(),
  OnBootSec: timeSpans(),
  OnStartupSec: timeSpans(),
  OnUnitActiveSec: timeSpans(),
  OnUnitInactiveSec: timeSpans(),
  OnCalendar: plains(CALENDAR),
  OnClockChange: boolean(),
  OnTimezoneChange: boolean(),
  AccuracySec: timeSpan(),
  RandomizedDelaySec: timeSpan(),
  FixedRandomDelay: boolean(),
  DeferReactivation: boolean(),
  Persistent: boolean(),
  WakeSystem: boolean(),
  RemainAfterElapse: boolean(),
  Unit: oneUnit("service", "target", "path", "mount", "socket"),
} as const;
