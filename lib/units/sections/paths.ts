import type { TextRule } from "../text";

/** Neither `..` within, which systemd refuses, nor what it would split or unquote. */
const NORMAL = String.raw`(?!(?:[^\0]*\/)?\.\.(?:\/|$))`;

/** An absolute path to the end of the line. */
export const PATH: TextRule = {
  pattern: new RegExp(String.raw`^\/${NORMAL}(?:[^"'\\]*[^\s"'\\])?$`, "u"),
  allowed: "an absolute path without `..`, quotes and backslashes",
};

/** The same, with a `-` before it if it may be missing. */
export const OPTIONAL_PATH: TextRule = {
  pattern: new RegExp(String.raw`^-?\/${NORMAL}(?:[^"'\\]*[^\s"'\\])?$`, "u"),
  allowed: "an absolute path, with a `-` before it if it may be missing",
};

/** One of several paths, with `-` and `+` before it where systemd.exec(5) says so. */
export const PATHS: TextRule = {
  pattern: new RegExp(String.raw`^-?\+?\/${NORMAL}(?:[^"'\\:]*[^\s"'\\:])?$`, "u"),
  allowed: "absolute paths without `..`, quotes and backslashes",
};

/** One of several pairs of paths: `source:target:options`. */
export const PATH_PAIRS: TextRule = {
  pattern: new RegExp(String.raw`^-?\/${NORMAL}[^\s"'\\:]*(?::\/${NORMAL}[^\s"'\\:]*(?::(?:no)?rbind)?)?$`, "u"),
  allowed: "`source`, `source:target` or `source:target:options`",
};

/** A folder below one that systemd chooses, and a link to it after a colon. */
export const RELATIVE: TextRule = {
  pattern:
    /^(?!(?:.*\/)?\.\.?(?:[/:]|$))[^\s"'\\:/][^\s"'\\:]*(?::(?!(?:.*\/)?\.\.?(?:[/:]|$))[^\s"'\\:/][^\s"'\\:]*)?$/,
  allowed: "a relative path without blanks and `..`",
};

/** Permission bits. */
export const MODE: TextRule = { pattern: /^[0-7]{3,4}$/, allowed: "an octal mode such as `0750`" };

/** Users and groups, by name or number. */
export const USER: TextRule = {
  pattern: /^(?!nobody$|nogroup$)(?:[A-Za-z_][A-Za-z0-9_.-]{0,30}|\d{1,9})$/,
  allowed: "a name or a number, but not `nobody`, whose files are everybody's",
};

export const BASE64: TextRule = {
  pattern: /^(?=.)(?:[A-Za-z0-9+/]{4})*(?:[A-Za-z0-9+/]{2}==|[A-Za-z0-9+/]{3}=)?$/,
  allowed: "base64",
};

export const SIGNAL: TextRule = {
  pattern:
    /^(?:SIG)?(?:HUP|INT|QUIT|ILL|TRAP|ABRT|BUS|FPE|KILL|USR1|SEGV|USR2|PIPE|ALRM|TERM|STKFLT|CHLD|CONT|STOP|TSTP|TTIN|TTOU|URG|XCPU|XFSZ|VTALRM|PROF|WINCH|IO|PWR|SYS|RTMIN(?:\+\d)?|RTMAX(?:-\d)?)$/,
  allowed: "a signal such as `SIGTERM`",
};

/** Bytes: systemd.resource-control(5). */
export const BYTES: TextRule = {
  pattern: /^\d{1,12}(?:\.\d{1,3})?[KMGT]?$/,
  allowed: "a number of bytes, or a size such as `512M`",
};

export const MEMORY: TextRule = {
  pattern: /^(?:infinity|\d{1,12}(?:\.\d{1,3})?[KMGT]?|(?:\d{1,2}(?:\.\d{1,2})?|100)%)$/,
  allowed: "a number of bytes, a size such as `512M`, a percentage, or `infinity`",
};

export const NUMBERS: TextRule = { pattern: /^\d{1,4}(?:-\d{1,4})?$/, allowed: "numbers and ranges such as `0-3`" };

/** The exit of a program: systemd.exec(5), "Process exit codes". */
export const STATUS: TextRule = {
  pattern:
    /^(?:\d{1,2}|1\d\d|2[0-4]\d|25[0-5]|SIG(?:HUP|INT|QUIT|ABRT|KILL|TERM|USR1|USR2|PIPE|ALRM|SEGV|BUS|FPE|ILL)|SUCCESS|FAILURE|INVALIDARGUMENT|NOTIMPLEMENTED|NOPERMISSION|NOTINSTALLED|NOTCONFIGURED|NOTRUNNING|USAGE|DATAERR|NOINPUT|NOUSER|NOHOST|UNAVAILABLE|SOFTWARE|OSERR|OSFILE|CANTCREAT|IOERR|TEMPFAIL|PROTOCOL|NOPERM|CONFIG)$/,
  allowed: "exit codes from 0 to 255, their names, and signals",
};
