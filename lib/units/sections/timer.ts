import { boolean, text, texts, timeSpan } from "../directives/scalar";
import { numberOr } from "../directives/scalar";

const SPAN = { pattern: /^\d+(?: ?[a-z]+)?(?: \d+ ?[a-z]+)*$/, allowed: "a time span such as `15min`" };

/** `[Timer]`. */
export const timer = {
  OnActiveSec: numberOr(SPAN),
  OnBootSec: numberOr(SPAN),
  OnStartupSec: numberOr(SPAN),
  OnUnitActiveSec: numberOr(SPAN),
  OnUnitInactiveSec: numberOr(SPAN),
  OnCalendar: texts({ pattern: /^[A-Za-z0-9*.,:/~ -]+$/, allowed: "calendar events such as `daily` or `Mon 03:00`" }),
  AccuracySec: timeSpan(),
  RandomizedDelaySec: timeSpan(),
  FixedRandomDelay: boolean(),
  Persistent: boolean(),
  WakeSystem: boolean(),
  Unit: text(),
} as const;
