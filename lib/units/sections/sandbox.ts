import { credentials } from "../directives/credentials";
import { booleanOrWords, systemCalls, wordList, words } from "../directives/lists";
import { boolean, booleanOr, oneOf, text } from "../directives/scalar";
import { BASE64, MODE, PATH_PAIRS, PATHS, RELATIVE } from "./paths";

const POLICY = { pattern: /^[a-z0-9-]+(?:=[a-z0-9+-]+)?(?::[a-z0-9-]+=[a-z0-9+-]+)*$/, allowed: "an image policy" };
const TEMPORARY = { pattern: /^\/[^\s"'\\:]*(?::[A-Za-z0-9=,._%-]+)?$/, allowed: "`/path` or `/path:options`" };
/** Options of one file system, or of each partition by its name. */
const PARTITIONS = "(?::[A-Za-z0-9=,._-]+|(?::(?:root|usr|home|srv|esp|xbootldr|tmp|var):[A-Za-z0-9=,._-]+)+)?";
const IMAGE_NAME = String.raw`-?/[^\s"'\\:]*`;
const IMAGES = { pattern: new RegExp(`^${IMAGE_NAME}${PARTITIONS}$`), allowed: "`/image` or `/image:options`" };
const MOUNTED_IMAGES = {
  pattern: new RegExp(String.raw`^${IMAGE_NAME}:/[^\s"'\\:]*${PARTITIONS}$`),
  allowed: "`/image:/place` or `/image:/place:options`",
};
const FAMILY = {
  pattern: /^(?:none|~?AF_(?:UNIX|INET|INET6|NETLINK|PACKET|VSOCK|ALG|KEY|BLUETOOTH|CAN|TIPC|XDP))$/,
  allowed: "address families such as `AF_UNIX`, or `none`",
};
const NAMESPACE = { pattern: /^~?(?:cgroup|ipc|net|mnt|pid|user|uts)$/, allowed: "kinds of namespaces such as `net`" };
const FILE_SYSTEM = {
  pattern: /^~?@?[a-z0-9_-]+$/,
  allowed: "file systems such as `ext4`, or groups such as `@basic-api`",
};
/** Groups of system calls: `systemd-analyze syscall-filter`. */
const GROUPS =
  "@(?:aio|basic-io|chown|clock|cpu-emulation|debug|default|file-system|io-event|ipc|keyring|known|memlock|module|mount|network-io|obsolete|pkey|privileged|process|raw-io|reboot|resources|sandbox|setuid|signal|swap|sync|system-service|timer)";
const CALL = {
  pattern: new RegExp(`^~?(?:${GROUPS}|[a-z][a-z0-9_]*)(?::(?:E[A-Z0-9]{3,12}|kill))?$`),
  allowed: "system calls, or groups such as `@system-service`",
};
const LOGGED_CALL = { ...CALL, pattern: new RegExp(`^~?(?:${GROUPS}|[a-z][a-z0-9_]*)$`) };
const ARCHITECTURE = {
  pattern: /^(?:native|x86|x86-64|x32|arm|arm64|ppc64-le|riscv64|s390x)$/,
  allowed: "architectures such as `native`",
};
const CREDENTIAL = {
  pattern: /^[A-Za-z0-9][A-Za-z0-9_.-]*(?::(?:\/[^\s"'\\]*|[A-Za-z0-9][A-Za-z0-9_.-]*))?$/,
  allowed: "`name`, or `name:/path`",
};

/** Folders that systemd makes and removes: systemd.exec(5), "Sandboxing". */
export const directories = {
  RuntimeDirectory: wordList(RELATIVE),
  RuntimeDirectoryMode: text(MODE),
  RuntimeDirectoryPreserve: booleanOr("restart"),
  StateDirectory: wordList(RELATIVE),
  StateDirectoryMode: text(MODE),
  CacheDirectory: wordList(RELATIVE),
  CacheDirectoryMode: text(MODE),
  LogsDirectory: wordList(RELATIVE),
  LogsDirectoryMode: text(MODE),
  ConfigurationDirectory: wordList({ ...RELATIVE, pattern: /^(?!(?:.*\/)?\.\.?(?:\/|$))[^\s"'\\:/][^\s"'\\:]*$/ }),
  ConfigurationDirectoryMode: text(MODE),
  LoadCredential: words(CREDENTIAL),
  LoadCredentialEncrypted: words(CREDENTIAL),
  ImportCredential: words({
    pattern: /^[A-Za-z0-9][A-Za-z0-9_.-]*\*?$/,
    allowed: "a name, or the beginning of some with `*`",
  }),
  SetCredential: credentials(),
  SetCredentialEncrypted: credentials(BASE64),
} as const;

/** What a program can see and change: systemd.exec(5), "Paths" and "Sandboxing". */
export const sandbox = {
  ReadWritePaths: wordList(PATHS),
  ReadOnlyPaths: wordList(PATHS),
  InaccessiblePaths: wordList(PATHS),
  ExecPaths: wordList(PATHS),
  NoExecPaths: wordList(PATHS),
  ExecSearchPath: text({
    pattern: /^\/[^\s"'\\:]*(?::\/[^\s"'\\:]*)*$/,
    allowed: "absolute paths with colons between",
  }),
  BindPaths: wordList(PATH_PAIRS),
  BindReadOnlyPaths: wordList(PATH_PAIRS),
  TemporaryFileSystem: wordList(TEMPORARY),
  MountImages: wordList(MOUNTED_IMAGES),
  MountImagePolicy: text(POLICY),
  ExtensionImages: wordList(IMAGES),
  ExtensionImagePolicy: text(POLICY),
  ExtensionDirectories: wordList(PATHS),
  BindLogSockets: boolean(),
  NoNewPrivileges: boolean(),
  PrivateTmp: booleanOr("disconnected"),
  PrivateDevices: boolean(),
  PrivateNetwork: boolean(),
  PrivateUsers: booleanOr("self", "identity"),
  PrivateMounts: boolean(),
  PrivateIPC: boolean(),
  PrivatePIDs: boolean(),
  ProtectSystem: booleanOr("full", "strict"),
  ProtectHome: booleanOr("read-only", "tmpfs"),
  ProtectClock: boolean(),
  ProtectControlGroups: booleanOr("private", "strict"),
  ProtectHostname: boolean(),
  ProtectKernelLogs: boolean(),
  ProtectKernelModules: boolean(),
  ProtectKernelTunables: boolean(),
  ProtectProc: oneOf("noaccess", "invisible", "ptraceable", "default"),
  ProcSubset: oneOf("all", "pid"),
  LockPersonality: boolean(),
  MemoryDenyWriteExecute: boolean(),
  RemoveIPC: boolean(),
  MountFlags: oneOf("shared", "slave", "private"),
  RestrictAddressFamilies: wordList(FAMILY),
  RestrictFileSystems: wordList(FILE_SYSTEM),
  RestrictNamespaces: booleanOrWords(NAMESPACE),
  RestrictRealtime: boolean(),
  RestrictSUIDSGID: boolean(),
  SystemCallArchitectures: wordList(ARCHITECTURE),
  SystemCallFilter: systemCalls(CALL),
  SystemCallLog: wordList(LOGGED_CALL),
} as const;
