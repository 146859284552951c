import { keyValues } from "../directives/lists";
import { boolean, integer, oneOf, plain, text, texts, timeSpan } from "../directives/scalar";
import { inputText } from "../directives/credentials";
import { BASE64, PATH } from "./paths";

const INPUT = {
  pattern: /^(?:null|tty|tty-force|tty-fail|data|socket|fd(?::[A-Za-z0-9_.-]+)?|file:\/[^"'\\]*[^\s"'\\])$/,
  allowed: "`null`, `tty`, `data`, `socket`, `fd:name` or `file:/path`",
};
const OUTPUT = {
  pattern:
    /^(?:inherit|null|tty|journal|kmsg|journal\+console|kmsg\+console|socket|fd(?::[A-Za-z0-9_.-]+)?|(?:file|append|truncate):\/[^"'\\]*[^\s"'\\])$/,
  allowed: "`journal`, `null`, `inherit`, `tty`, `kmsg`, `socket`, `fd:name`, `file:/path` or `append:/path`",
};
const FIELD = { pattern: /^[A-Z][A-Z0-9_]{0,60}$/, allowed: "upper-case letters, digits and underscores" };
const LEVELS = ["emerg", "alert", "crit", "err", "warning", "notice", "info", "debug"] as const;
const FACILITIES = [
  "kern",
  "user",
  "mail",
  "daemon",
  "auth",
  "syslog",
  "lpr",
  "news",
  "uucp",
  "cron",
  "authpriv",
  "ftp",
  "local0",
  "local1",
  "local2",
  "local3",
  "local4",
  "local5",
  "local6",
  "local7",
] as const;

/** What a program reads and writes: systemd.exec(5), "Logging and Standard Input/Output". */
export const streams = {
  StandardInput: text(INPUT),
  StandardOutput: text(OUTPUT),
  StandardError: text(OUTPUT),
  SyslogIdentifier: text(),
  StandardInputText: inputText(),
  StandardInputData: texts(BASE64),
  SyslogFacility: oneOf(...FACILITIES),
  SyslogLevel: oneOf(...LEVELS),
  SyslogLevelPrefix: boolean(),
  LogLevelMax: oneOf(...LEVELS),
  LogExtraFields: keyValues(FIELD),
  LogRateLimitIntervalSec: timeSpan(),
  LogRateLimitBurst: integer(),
  LogFilterPatterns: texts(),
  LogNamespace: text({ pattern: /^[A-Za-z0-9][A-Za-z0-9_.-]*$/, allowed: "a name" }),
  TTYPath: text(PATH),
  TTYReset: boolean(),
  TTYVHangup: boolean(),
  TTYVTDisallocate: boolean(),
  TTYRows: integer(1, 65535),
  TTYColumns: integer(1, 65535),
  UtmpIdentifier: text({ pattern: /^[A-Za-z0-9_-]{1,4}$/, allowed: "up to 4 characters" }),
  UtmpMode: oneOf("init", "login", "user"),
  SELinuxContext: text({ pattern: /^-?[A-Za-z0-9_]+(?::[A-Za-z0-9_.,-]+){2,4}$/, allowed: "an SELinux context" }),
  AppArmorProfile: text({ pattern: /^-?[A-Za-z0-9][A-Za-z0-9_./-]*$/, allowed: "the name of a profile" }),
  SmackProcessLabel: text({ pattern: /^-?[A-Za-z0-9][A-Za-z0-9_.-]*$/, allowed: "a label" }),
  NetworkNamespacePath: text(PATH),
  IPCNamespacePath: text(PATH),
  SystemCallErrorNumber: plain({
    pattern: /^(?:kill|E[A-Z0-9]{3,12}|[1-9]\d{0,2})$/,
    allowed: "an error such as `EPERM`",
  }),
} as const;
