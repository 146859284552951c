import { wordList } from "../directives/lists";
import { boolean, integer, oneOf, plain, text, timeSpan } from "../directives/scalar";
import { dependencies, unitNames } from "../directives/units";
import { assertions, conditions } from "./conditions";
import { PATH, PATHS } from "./paths";

const JOB_MODE = [
  "replace",
  "fail",
  "replace-irreversibly",
  "isolate",
  "flush",
  "ignore-dependencies",
  "ignore-requirements",
] as const;

const ACTION = [
  "none",
  "reboot",
  "reboot-force",
  "reboot-immediate",
  "poweroff",
  "poweroff-force",
  "poweroff-immediate",
  "exit",
  "exit-force",
  "kexec",
  "kexec-force",
  "halt",
  "halt-force",
  "halt-immediate",
  "soft-reboot",
  "soft-reboot-force",
] as const;

const REBOOT_ARGUMENT = { pattern: /^[A-Za-z0-9][A-Za-z0-9_.:/-]*$/, allowed: "a word" };

/** `[Unit]`, the same in every unit and quadlet: systemd.unit(5). */
export const unit = {
  Description: text(),
  Documentation: wordList({ pattern: /^(?:https?:\/\/|file:\/|info:|man:)[!#-&(-[\]-~]+$/, allowed: "a URI" }),
  Wants: dependencies(),
  Requires: dependencies(),
  Requisite: dependencies(),
  BindsTo: dependencies(),
  PartOf: dependencies(),
  Upholds: dependencies(),
  Conflicts: dependencies(),
  Before: dependencies(),
  After: dependencies(),
  OnFailure: dependencies(),
  OnSuccess: dependencies(),
  PropagatesReloadTo: dependencies(),
  ReloadPropagatedFrom: dependencies(),
  PropagatesStopTo: dependencies(),
  StopPropagatedFrom: dependencies(),
  JoinsNamespaceOf: unitNames(),
  OnFailureJobMode: oneOf(...JOB_MODE),
  OnSuccessJobMode: oneOf(...JOB_MODE),
  RequiresMountsFor: wordList(PATHS),
  WantsMountsFor: wordList(PATHS),
  DefaultDependencies: boolean(),
  StopWhenUnneeded: boolean(),
  RefuseManualStart: boolean(),
  RefuseManualStop: boolean(),
  AllowIsolate: boolean(),
  IgnoreOnIsolate: boolean(),
  SurviveFinalKillSignal: boolean(),
  CollectMode: oneOf("inactive", "inactive-or-failed"),
  FailureAction: oneOf(...ACTION),
  SuccessAction: oneOf(...ACTION),
  FailureActionExitStatus: integer(0, 255),
  SuccessActionExitStatus: integer(0, 255),
  JobTimeoutSec: timeSpan(),
  JobRunningTimeoutSec: timeSpan(),
  JobTimeoutAction: oneOf(...ACTION),
  JobTimeoutRebootArgument: plain(REBOOT_ARGUMENT),
  StartLimitIntervalSec: timeSpan(),
  StartLimitBurst: integer(0, 0xffffffff),
  StartLimitAction: oneOf(...ACTION),
  RebootArgument: plain(REBOOT_ARGUMENT),
  SourcePath: text(PATH),
  ...conditions,
  ...assertions,
} as const;
