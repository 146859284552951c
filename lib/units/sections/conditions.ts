import { without } from "../directive";
import { boolean, texts } from "../directives/scalar";
import type { TextRule } from "../text";

/** A `|` makes a condition one of which any may hold, a `!` turns it round: systemd.unit(5), "Conditions and Asserts". */
function condition(pattern: string, allowed: string): ReturnType<typeof texts> {
  const rule: TextRule = {
    pattern: new RegExp(`^\\|?!?(?:${pattern})$`, "u"),
    allowed: `${allowed}, with \`!\` or \`|\` before it`,
  };
  return texts(rule);
}

const path = (): ReturnType<typeof texts> =>
  condition(String.raw`\/(?!(?:.*\/)?\.\.(?:\/|$))(?:[^"'\\]*[^\s"'\\])?`, "an absolute path");
const word = (): ReturnType<typeof texts> => condition(String.raw`[A-Za-z0-9][A-Za-z0-9_.:/@+-]*`, "a word");
const comparison = (): ReturnType<typeof texts> =>
  condition(String.raw`(?:<|<=|=|!=|>=|>)? ?\d+[KMGT]?`, "a number, or such as `>= 4`");
const pressure = (): ReturnType<typeof texts> =>
  condition(String.raw`(?:[a-z-]+\.slice:)?\d{1,3}(?:\.\d{1,2})?%?(?:/(?:10s|1min|5min))?`, "a percentage");
const expression = (): ReturnType<typeof texts> =>
  condition(String.raw`[^\s"'\\|!](?:[^"'\\]*[^\s"'\\])?`, "an expression");

/** What is asked, and how it is answered; the same for `Condition…=` and `Assert…=`. */
const paths = {
  PathExists: path(),
  PathExistsGlob: path(),
  PathIsDirectory: path(),
  PathIsSymbolicLink: path(),
  PathIsMountPoint: path(),
  PathIsReadWrite: path(),
  PathIsEncrypted: path(),
  DirectoryNotEmpty: path(),
  FileNotEmpty: path(),
  FileIsExecutable: path(),
} as const;

const machine = {
  FirstBoot: boolean(),
  KernelCommandLine: condition(String.raw`[^\s"'\\|!][^\s"'\\]*`, "a kernel argument"),
  KernelVersion: expression(),
  Virtualization: word(),
  Host: expression(),
  Security: word(),
  Architecture: word(),
  Firmware: condition(String.raw`[A-Za-z0-9][A-Za-z0-9_.()=<>!* -]*[A-Za-z0-9_.)*]`, "a kind of firmware"),
  Capability: condition("CAP_[A-Z_]+", "a capability"),
  ACPower: boolean(),
  Memory: comparison(),
  CPUs: comparison(),
  CPUFeature: word(),
  NeedsUpdate: condition("/var|/etc", "`/var` or `/etc`"),
  Credential: word(),
  Environment: condition(String.raw`[A-Za-z_][A-Za-z0-9_]*(?:=[^\s"'\\]*)?`, "a variable, or `NAME=value`"),
  User: condition(String.raw`@system|[A-Za-z_][A-Za-z0-9_.-]*|\d+`, "a user"),
  Group: condition(String.raw`[A-Za-z_][A-Za-z0-9_.-]*|\d+`, "a group"),
  ControlGroupController: condition("v1|v2|[a-z]+(?: [a-z]+)*", "controllers"),
  OSRelease: condition(String.raw`[A-Z_]+(?:<|<=|=|!=|>=|>|\$=|!\$=)[A-Za-z0-9_.*-]+`, "`ID=fedora` and such"),
  MemoryPressure: pressure(),
  CPUPressure: pressure(),
  IOPressure: pressure(),
} as const;

type Prefixed<P extends string, T> = { readonly [K in keyof T & string as `${P}${K}`]: T[K] };

function prefixed<P extends string, T extends object>(prefix: P, table: T): Prefixed<P, T> {
  return Object.fromEntries(
    Object.entries(table).map(([name, directive]) => [`${prefix}${name}`, directive]),
  ) as Prefixed<P, T>;
}

/** What has to hold, or the unit is left out without an error. */
export const conditions = { ...prefixed("Condition", paths), ...prefixed("Condition", machine) } as const;

/** What has to hold, or the unit fails. */
export const assertions = {
  ...prefixed("Assert", paths),
  ...prefixed("Assert", without(machine, "Firmware")),
} as const;
