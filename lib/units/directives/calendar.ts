import type { TextRule } from "../text";

/** A list of values, ranges and repetitions of one part of a calendar event, such as `1,10..20/2`. */
function part(value: string): string {
  const item = `(?:\\*|${value}(?:\\.\\.${value})?)(?:/[1-9]\\d{0,3})?`;
  return `${item}(?:,${item}){0,20}`;
}

const DAY_NAME = "(?:Mon(?:day)?|Tue(?:sday)?|Wed(?:nesday)?|Thu(?:rsday)?|Fri(?:day)?|Sat(?:urday)?|Sun(?:day)?)";
const DAYS = `${DAY_NAME}(?:\\.\\.${DAY_NAME})?(?:,${DAY_NAME}(?:\\.\\.${DAY_NAME})?){0,6}`;

const YEAR = part("(?:19[7-9]\\d|20\\d\\d)");
const MONTH = part("(?:0?[1-9]|1[0-2])");
const DAY = part("(?:0?[1-9]|[12]\\d|3[01])");
const DATE = `(?:${YEAR}-)?${MONTH}[-~]${DAY}`;

const HOUR = part("(?:[01]?\\d|2[0-3])");
const MINUTE = part("[0-5]?\\d");
const TIME = `${HOUR}:${MINUTE}(?::${MINUTE})?`;

const NAMED = "(?:minutely|hourly|daily|weekly|monthly|quarterly|semiannually|yearly|annually)";

/** Calendar events: systemd.time(7), "Calendar events". Times are local ones unless `UTC` stands at the end. */
export const CALENDAR: TextRule = {
  pattern: new RegExp(
    `^(?:${NAMED}|${DAYS} ${DATE} ${TIME}|${DAYS} ${DATE}|${DAYS} ${TIME}|${DAYS}|${DATE} ${TIME}|${DATE}|${TIME})(?: UTC)?$`,
  ),
  allowed: "a calendar event such as `daily`, `Mon 03:00` or `*-*-01 04:00:00 UTC`",
};
