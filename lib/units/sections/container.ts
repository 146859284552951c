import { containerCommand } from "../directives/command";
import { args, environment, keyValues, wordList, words } from "../directives/lists";
import { mounts, tmpfs, volumeMounts } from "../directives/mounts";
import { publishedPorts } from "../directives/ports";
import { image, networks, pod } from "../directives/references";
import { boolean, booleanOr, integer, numberOr, oneOf, text, texts } from "../directives/scalar";
import { podman } from "./podman";
import * as rules from "./rules";
import { remap, userNamespace } from "./user-mapping";

const CAPABILITY = { pattern: /^(?:CAP_)?[A-Za-z_]+$/, allowed: "capabilities such as `NET_ADMIN`, or `all`" };

/** A `-` before it lets the device be missing. */
const DEVICE = {
  pattern: /^(?:-?\/|[A-Za-z0-9])[^\s"'\\,]*$/,
  allowed: "a device, such as `/dev/kvm` or `-/dev/kvm`",
};

const ENVIRONMENT_FILE = {
  pattern: /^\/[^\s"'\\,]*$/,
  allowed: "an absolute path without blanks, quotes and commas",
};

const SYSCTL = {
  pattern: /^[A-Za-z0-9_./-]+=[^\s"'\\,;](?:[^"'\\,;]*[^\s"'\\,;])?$/,
  allowed: "`name=value` without quotes, backslashes and commas",
};

const ULIMIT = { pattern: /^(?:host|[a-z]+=-?\d+(?::-?\d+)?)$/, allowed: "`host`, or such as `nofile=1024:2048`" };

const SIGNAL = { pattern: /^(?:(?:SIG)?[A-Z]+[0-9]?(?:[+-]\d+)?|\d+)$/, allowed: "a signal such as `SIGTERM`" };

/** `[Container]` of podman 5.6. */
export const container = {
  ContainerName: text(rules.RESOURCE_NAME),
  ServiceName: text(rules.SERVICE_NAME),
  Image: image(),
  Rootfs: text(rules.PLACE),
  Pod: pod(),
  StartWithPod: boolean(),
  Pull: oneOf(...rules.PULL),
  AutoUpdate: oneOf("registry", "local"),
  Entrypoint: text(),
  Exec: containerCommand(),
  WorkingDir: text(),
  User: text(),
  Group: text(),
  GroupAdd: texts(rules.GROUP),
  ...userNamespace,
  UIDMap: words(rules.ID_MAP),
  GIDMap: words(rules.ID_MAP),
  SubUIDMap: text(rules.SUBORDINATE),
  SubGIDMap: text(rules.SUBORDINATE),
  ...remap,
  HostName: text(rules.HOST_NAME),
  AddHost: texts(rules.EXTRA_HOST),
  DNS: texts(rules.ADDRESS),
  DNSOption: texts(rules.DNS_OPTION),
  DNSSearch: texts(rules.DOMAIN),
  Network: networks(),
  NetworkAlias: texts(rules.HOST_NAME),
  IP: text(rules.ADDRESS),
  IP6: text(rules.ADDRESS),
  PublishPort: publishedPorts(),
  ExposeHostPort: texts({ pattern: /^\d{1,5}(?:-\d{1,5})?(?:\/(?:udp|tcp))?$/, allowed: "a port or a range" }),
  Volume: volumeMounts(),
  Mount: mounts(),
  Tmpfs: tmpfs(),
  VolatileTmp: boolean(),
  Environment: environment(),
  EnvironmentFile: words(ENVIRONMENT_FILE),
  EnvironmentHost: boolean(),
  Secret: args(),
  Label: keyValues(),
  Annotation: keyValues(),
  AddCapability: wordList(CAPABILITY),
  DropCapability: wordList(CAPABILITY),
  AddDevice: words(DEVICE),
  NoNewPrivileges: boolean(),
  ReadOnly: boolean(),
  ReadOnlyTmpfs: boolean(),
  SeccompProfile: text(),
  SecurityLabelDisable: boolean(),
  SecurityLabelNested: boolean(),
  SecurityLabelType: text(),
  SecurityLabelFileType: text(),
  SecurityLabelLevel: text(),
  Mask: args(),
  Unmask: args(),
  Sysctl: words(SYSCTL),
  Ulimit: texts(ULIMIT),
  PidsLimit: integer(-1),
  Memory: numberOr(rules.SIZE),
  ShmSize: numberOr(rules.SIZE),
  CgroupsMode: oneOf("enabled", "disabled", "no-conmon", "split"),
  RunInit: boolean(),
  Notify: booleanOr("healthy"),
  StopSignal: text(SIGNAL),
  StopTimeout: integer(),
  ReloadCmd: containerCommand(),
  ReloadSignal: text(SIGNAL),
  Timezone: text(),
  LogDriver: text(),
  LogOpt: words(rules.LOG_OPTION),
  HealthCmd: text(),
  HealthInterval: text(rules.DURATION),
  HealthTimeout: text(rules.DURATION),
  HealthRetries: integer(1),
  HealthStartPeriod: text(rules.DURATION),
  HealthOnFailure: oneOf("none", "kill", "restart", "stop"),
  HealthStartupCmd: text(),
  HealthStartupInterval: text(rules.DURATION),
  HealthStartupRetries: integer(),
  HealthStartupSuccess: integer(),
  HealthStartupTimeout: text(rules.DURATION),
  HealthLogDestination: text(),
  HealthMaxLogCount: integer(),
  HealthMaxLogSize: integer(),
  Retry: integer(),
  RetryDelay: text(rules.DURATION),
  ...podman,
} as const;
