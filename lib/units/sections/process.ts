import { environment, VARIABLE, wordList } from "../directives/lists";
import { boolean, integer, numberOr, oneOf, text, texts, timeSpan } from "../directives/scalar";
import { MODE, NUMBERS, OPTIONAL_PATH, PATH, USER } from "./paths";

const WORKING_DIRECTORY = {
  pattern: /^(?:-?\/(?!(?:.*\/)?\.\.(?:\/|$))(?:[^"'\\]*[^\s"'\\])?|-?~)$/,
  allowed: "an absolute path without `..`, or `~`",
};
const LIMIT = { pattern: /^(?:infinity|\d{1,18}(?::(?:infinity|\d{1,18}))?)$/, allowed: "a number, or `soft:hard`" };
const BYTE_LIMIT = {
  pattern: /^(?:infinity|\d{1,9}[KMGT]?(?::(?:infinity|\d{1,9}[KMGT]?))?)$/,
  allowed: "a size such as `8M`, or `soft:hard`",
};
const TIME_LIMIT = {
  pattern: /^(?:infinity|\d{1,9}(?:us|ms|s|min|h)?(?::(?:infinity|\d{1,9}(?:us|ms|s|min|h)?))?)$/,
  allowed: "a time span such as `30s`, or `soft:hard`",
};
const NICE_LIMIT = { pattern: /^(?:\+\d|\+1\d|-\d|-1\d|-20|[1-9]|[1-3]\d|40)$/, allowed: "-20 to +19 with its sign" };
const SECURE_BIT = {
  pattern: /^(?:keep-caps|keep-caps-locked|no-setuid-fixup|no-setuid-fixup-locked|noroot|noroot-locked)$/,
  allowed: "secure bits such as `noroot`",
};
const DUMP = {
  pattern:
    /^(?:private-anonymous|shared-anonymous|private-file-backed|shared-file-backed|elf-headers|private-huge|shared-huge|private-dax|shared-dax|default|all)$/,
  allowed: "kinds of memory such as `private-anonymous`",
};

/** Variables of the environment: systemd.exec(5), "Environment". */
export const environmentOfService = {
  Environment: environment(),
  EnvironmentFile: texts(OPTIONAL_PATH),
  PassEnvironment: wordList(VARIABLE),
  UnsetEnvironment: wordList(VARIABLE),
} as const;

/** Where and as whom a program runs: systemd.exec(5), "Paths", "User/Group Identity" and "Process Properties". */
export const identity = {
  WorkingDirectory: text(WORKING_DIRECTORY),
  User: text(USER),
  Group: text(USER),
  DynamicUser: boolean(),
  SupplementaryGroups: wordList(USER),
  SetLoginEnvironment: boolean(),
  PAMName: text({ pattern: /^[A-Za-z0-9][A-Za-z0-9_.-]*$/, allowed: "the name of a PAM service" }),
  UMask: text(MODE),
  CoredumpFilter: wordList(DUMP),
  KeyringMode: oneOf("inherit", "private", "shared"),
  TimerSlackNSec: numberOr({ pattern: /^\d{1,9}(?:ns|us|ms|s)?$/, allowed: "a time span such as `50us`" }),
  Personality: oneOf("x86", "x86-64", "arm64", "ppc64-le", "s390x"),
  IgnoreSIGPIPE: boolean(),
} as const;

/** Limits of each process: systemd.exec(5), "Process Properties". */
export const limits = {
  LimitNOFILE: numberOr(LIMIT),
  LimitCPU: numberOr(TIME_LIMIT),
  LimitFSIZE: numberOr(BYTE_LIMIT),
  LimitDATA: numberOr(BYTE_LIMIT),
  LimitSTACK: numberOr(BYTE_LIMIT),
  LimitCORE: numberOr(BYTE_LIMIT),
  LimitRSS: numberOr(BYTE_LIMIT),
  LimitAS: numberOr(BYTE_LIMIT),
  LimitNPROC: numberOr(LIMIT),
  LimitMEMLOCK: numberOr(BYTE_LIMIT),
  LimitLOCKS: numberOr(LIMIT),
  LimitSIGPENDING: numberOr(LIMIT),
  LimitMSGQUEUE: numberOr(BYTE_LIMIT),
  LimitNICE: numberOr(NICE_LIMIT),
  LimitRTPRIO: numberOr(LIMIT),
  LimitRTTIME: numberOr(TIME_LIMIT),
} as const;

/** Who runs when: systemd.exec(5), "Scheduling". */
export const scheduling = {
  Nice: integer(-20, 19),
  OOMScoreAdjust: integer(-1000, 1000),
  CPUSchedulingPolicy: oneOf("other", "batch", "idle", "fifo", "rr"),
  CPUSchedulingPriority: integer(0, 99),
  CPUSchedulingResetOnFork: boolean(),
  CPUAffinity: wordList({ ...NUMBERS, pattern: /^(?:numa|\d{1,3}(?:-\d{1,3})?)$/ }),
  NUMAPolicy: oneOf("default", "preferred", "bind", "interleave", "local"),
  NUMAMask: wordList({ ...NUMBERS, pattern: /^(?:all|\d{1,3}(?:-\d{1,3})?)$/ }),
  IOSchedulingClass: oneOf("realtime", "best-effort", "idle"),
  IOSchedulingPriority: integer(0, 7),
  MemoryKSM: boolean(),
} as const;

/** Capabilities: systemd.exec(5), "Capabilities". A `~` before the first of a list takes all of it away. */
const CAPABILITY = { pattern: /^~?CAP_[A-Z_]{3,30}$/, allowed: "capabilities such as `CAP_NET_ADMIN`" };

export const capabilities = {
  CapabilityBoundingSet: wordList(CAPABILITY),
  AmbientCapabilities: wordList(CAPABILITY),
  SecureBits: wordList(SECURE_BIT),
} as const;

/** A file system of its own: systemd.exec(5), "Paths". */
const FLAGS = { pattern: /^[a-z0-9-]+(?:=[a-z0-9+-]+)?(?::[a-z0-9-]+=[a-z0-9+-]+)*$/, allowed: "an image policy" };

export const root = {
  RootDirectory: text(PATH),
  RootImage: text(PATH),
  RootImageOptions: wordList({
    pattern: /^(?:(?:root|usr|home|srv|esp|xbootldr|tmp|var):)?[A-Za-z0-9=,._-]+$/,
    allowed: "`partition:options`",
  }),
  RootImagePolicy: text(FLAGS),
  RootHash: text({
    pattern: /^(?:[0-9a-f]{32}(?:[0-9a-f]{2}){0,96}|\/[^\s"'\\]+)$/,
    allowed: "a hash in hex, or a path",
  }),
  RootHashSignature: text({ pattern: /^(?:base64:[A-Za-z0-9+/=]+|\/[^\s"'\\]+)$/, allowed: "a path, or `base64:…`" }),
  RootVerity: text(PATH),
  RootEphemeral: boolean(),
  MountAPIVFS: boolean(),
  TimeoutCleanSec: timeSpan(),
} as const;
