import { booleanOrWords, byDevice, wordList, words } from "../directives/lists";
import { boolean, booleanOr, integer, numberOr, oneOf, plain, text, timeSpan } from "../directives/scalar";
import { oneUnit } from "../directives/units";
import { MEMORY, NUMBERS, PATH } from "./paths";

const CPU_WEIGHT = { pattern: /^(?:idle|[1-9]\d{0,3}|10000)$/, allowed: "1 to 10000, or `idle`" };
const WEIGHT = { pattern: /^(?:[1-9]\d{0,3}|10000)$/, allowed: "1 to 10000" };
const RATE = { pattern: /^(?:infinity|[1-9]\d{0,11}[KMGT]?)$/, allowed: "a number, or one such as `5M`" };
const LATENCY = { pattern: /^[1-9]\d{0,8}(?:us|ms|s)$/, allowed: "a time span such as `25ms`" };
const PERCENTAGE = { pattern: /^(?:\d{1,2}(?:\.\d{1,2})?|100)%$/, allowed: "a percentage such as `60%`" };
const TASKS = {
  pattern: /^(?:infinity|[1-9]\d{0,8}|(?:[1-9]\d?|100)%)$/,
  allowed: "a number, a percentage, or `infinity`",
};
const CONTROLLER = {
  pattern: /^(?:cpu|cpuset|io|memory|pids|bpf-firewall|bpf-devices)$/,
  allowed: "controllers such as `cpu` and `memory`",
};
const ADDRESSES = {
  pattern:
    /^(?:any|localhost|link-local|multicast|[0-9]{1,3}(?:\.[0-9]{1,3}){3}(?:\/[0-9]{1,2})?|[0-9A-Fa-f]*:[0-9A-Fa-f:]*(?:\/[0-9]{1,3})?)$/,
  allowed: "addresses, networks, `any`, `localhost`, `link-local` or `multicast`",
};
const SOCKET_BIND = {
  pattern: /^(?:any|(?:ipv[46]:)?(?:(?:tcp|udp):)?[1-9]\d{0,4}(?:-[1-9]\d{0,4})?|ipv[46](?::(?:tcp|udp))?|tcp|udp)$/,
  allowed: "`any`, or such as `ipv4:tcp:8000-8080`",
};
const INTERFACE = { pattern: /^~?[A-Za-z0-9][A-Za-z0-9_.-]{0,14}$/, allowed: "names of network interfaces" };
const PROGRAM = {
  pattern:
    /^(?:ingress|egress|sock_create|sock_ops|device|bind4|bind6|connect4|connect6|post_bind4|post_bind6|sendmsg4|sendmsg6|sysctl|recvmsg4|recvmsg6|getsockopt|setsockopt):\/[^\s"'\\%]+$/,
  allowed: "`type:/path`",
};
const NFT_SET = {
  pattern: /^(?:cgroup|user|group):(?:arp|bridge|inet|ip|ip6|netdev):[A-Za-z0-9_]+:[A-Za-z0-9_]+$/,
  allowed: "`source:family:table:set`",
};

/** What a unit may use of the machine: systemd.resource-control(5). */
export const resources = {
  MemoryMax: numberOr(MEMORY),
  MemoryHigh: numberOr(MEMORY),
  CPUQuota: plain({ pattern: /^[1-9]\d{0,5}(?:\.\d{1,2})?%$/, allowed: "a percentage such as `150%`" }),
  TasksMax: numberOr(TASKS, 1),
  MemoryMin: numberOr(MEMORY),
  MemoryLow: numberOr(MEMORY),
  MemorySwapMax: numberOr(MEMORY),
  MemoryZSwapMax: numberOr(MEMORY),
  MemoryZSwapWriteback: boolean(),
  StartupMemoryLow: numberOr(MEMORY),
  StartupMemoryHigh: numberOr(MEMORY),
  StartupMemoryMax: numberOr(MEMORY),
  StartupMemorySwapMax: numberOr(MEMORY),
  StartupMemoryZSwapMax: numberOr(MEMORY),
  DefaultMemoryMin: numberOr(MEMORY),
  DefaultMemoryLow: numberOr(MEMORY),
  DefaultStartupMemoryLow: numberOr(MEMORY),
  MemoryAccounting: boolean(),
  MemoryPressureWatch: booleanOr("auto", "skip"),
  MemoryPressureThresholdSec: timeSpan(),
  CPUWeight: numberOr(CPU_WEIGHT, 1),
  StartupCPUWeight: numberOr(CPU_WEIGHT, 1),
  CPUQuotaPeriodSec: timeSpan(),
  AllowedCPUs: wordList(NUMBERS),
  StartupAllowedCPUs: wordList(NUMBERS),
  AllowedMemoryNodes: wordList(NUMBERS),
  StartupAllowedMemoryNodes: wordList(NUMBERS),
  TasksAccounting: boolean(),
  IOAccounting: boolean(),
  IOWeight: integer(1, 10000),
  StartupIOWeight: integer(1, 10000),
  IODeviceWeight: byDevice(WEIGHT),
  IOReadBandwidthMax: byDevice(RATE),
  IOWriteBandwidthMax: byDevice(RATE),
  IOReadIOPSMax: byDevice(RATE),
  IOWriteIOPSMax: byDevice(RATE),
  IODeviceLatencyTargetSec: byDevice(LATENCY),
  IPAccounting: boolean(),
  IPAddressAllow: wordList(ADDRESSES),
  IPAddressDeny: wordList(ADDRESSES),
  IPIngressFilterPath: text(PATH),
  IPEgressFilterPath: text(PATH),
  BPFProgram: words(PROGRAM),
  SocketBindAllow: words(SOCKET_BIND),
  SocketBindDeny: words(SOCKET_BIND),
  RestrictNetworkInterfaces: wordList(INTERFACE),
  NFTSet: words(NFT_SET),
  DeviceAllow: byDevice({ pattern: /^(?=.)r?w?m?$/, allowed: "`r`, `w` and `m`, or some of them" }),
  DevicePolicy: oneOf("auto", "closed", "strict"),
  ManagedOOMSwap: oneOf("auto", "kill"),
  ManagedOOMMemoryPressure: oneOf("auto", "kill"),
  ManagedOOMMemoryPressureLimit: plain(PERCENTAGE),
  ManagedOOMMemoryPressureDurationSec: timeSpan(),
  ManagedOOMPreference: oneOf("none", "avoid", "omit"),
  CoredumpReceive: boolean(),
  DisableControllers: wordList(CONTROLLER),
} as const;

/** Where a unit stands among the control groups. */
export const controlGroup = {
  Slice: oneUnit("slice"),
  Delegate: booleanOrWords(CONTROLLER),
  DelegateSubgroup: text({ pattern: /^[A-Za-z0-9][A-Za-z0-9_.-]*$/, allowed: "the name of a control group" }),
} as const;
