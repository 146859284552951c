import { without } from "../directive";
import { commands } from "../directives/command";
import { texts, boolean, booleanOr, integer, oneOf, plain, text, timeSpan } from "../directives/scalar";
import { wordList } from "../directives/lists";
import { unitNames } from "../directives/units";
import { kill } from "./kill";
import { PATH, SIGNAL, STATUS } from "./paths";
import { capabilities, environmentOfService, identity, limits, root, scheduling } from "./process";
import { controlGroup, resources } from "./resource-control";
import { directories, sandbox } from "./sandbox";
import { streams } from "./streams";

const FAILURE_MODE = ["terminate", "abort", "kill"] as const;
const BUS_NAME = { pattern: /^[A-Za-z_-][A-Za-z0-9_-]*(?:\.[A-Za-z_-][A-Za-z0-9_-]*)+$/, allowed: "a name on D-Bus" };
const OPEN_FILE = {
  pattern:
    /^\/[^\s"'\\:]+(?::[A-Za-z0-9_.-]+(?::(?:read-only|append|truncate|graceful)(?:,(?:read-only|append|truncate|graceful))*)?)?$/,
  allowed: "`path`, `path:name` or `path:name:options`",
};

/** What a service runs, and in which way. */
const commandsOfService = {
  Type: oneOf("simple", "exec", "forking", "oneshot", "dbus", "notify", "notify-reload", "idle"),
  ExitType: oneOf("main", "cgroup"),
  RemainAfterExit: boolean(),
  ExecCondition: commands(),
  ExecStartPre: commands(),
  ExecStart: commands(),
  ExecStartPost: commands(),
  ExecReload: commands(),
  ExecStop: commands(),
  ExecStopPost: commands(),
} as const;

/** When a service is started again, and how long it may take. */
const restarts = {
  Restart: oneOf("no", "always", "on-success", "on-failure", "on-abnormal", "on-watchdog", "on-abort"),
  RestartMode: oneOf("normal", "direct", "debug"),
  RestartSec: timeSpan(),
  RestartSteps: integer(),
  RestartMaxDelaySec: timeSpan(),
  RestartPreventExitStatus: wordList(STATUS),
  RestartForceExitStatus: wordList(STATUS),
  SuccessExitStatus: wordList(STATUS),
  TimeoutSec: timeSpan(),
  TimeoutStartSec: timeSpan(),
  TimeoutStopSec: timeSpan(),
  TimeoutAbortSec: timeSpan(),
  TimeoutStartFailureMode: oneOf(...FAILURE_MODE),
  TimeoutStopFailureMode: oneOf(...FAILURE_MODE),
  RuntimeMaxSec: timeSpan(),
  RuntimeRandomizedExtraSec: timeSpan(),
  WatchdogSec: timeSpan(),
} as const;

/** How systemd and a service talk. */
const contact = {
  PIDFile: text({ pattern: /^[^\s"'\\~%-](?:[^"'\\]*[^\s"'\\])?$/, allowed: "a path" }),
  NotifyAccess: oneOf("none", "main", "exec", "all"),
  BusName: text(BUS_NAME),
  GuessMainPID: boolean(),
  RootDirectoryStartOnly: boolean(),
  NonBlocking: boolean(),
  Sockets: unitNames(),
  FileDescriptorStoreMax: integer(),
  FileDescriptorStorePreserve: booleanOr("restart"),
  OpenFile: texts(OPEN_FILE),
  ReloadSignal: plain(SIGNAL),
  OOMPolicy: oneOf("continue", "stop", "kill"),
  USBFunctionDescriptors: text(PATH),
  USBFunctionStrings: text(PATH),
} as const;

/** `[Service]`: systemd.service(5), and what it shares with other units. */
export const service = {
  ...commandsOfService,
  ...environmentOfService,
  ...identity,
  ...root,
  ...restarts,
  ...kill,
  ...contact,
  ...streams,
  ...directories,
  ...sandbox,
  ...capabilities,
  ...limits,
  ...resources,
  ...scheduling,
  ...controlGroup,
} as const;

/** `[Service]` of a quadlet: its command is the generator's, and its user is set in podman's section, if at all. */
export const serviceOfQuadlet = without(service, "User", "Group", "DynamicUser", "ExecStart");

/** `[Service]` of a container or of what a YAML file describes: podman reports when it runs, or when it is done. */
export const serviceOfContainer = {
  ...serviceOfQuadlet,
  Type: oneOf("notify", "oneshot"),
  KillMode: oneOf("mixed", "control-group"),
} as const;

/** `[Service]` of a pod: the generator overwrites `Type`, `Restart` and `PIDFile`. */
export const serviceOfPod = without(serviceOfQuadlet, "Type", "Restart", "PIDFile");
