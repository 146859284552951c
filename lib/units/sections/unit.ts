import { boolean, integer, oneOf, text, texts, timeSpan } from "../directives/scalar";
import { unitNames, wordList } from "../directives/lists";

const jobMode = ["replace", "fail", "isolate", "flush", "ignore-dependencies"] as const;

/** `[Unit]`, the same in every unit and quadlet. */
export const unit = {
  Description: text(),
  Documentation: wordList({ pattern: /^(?:https?|file|info|man):\S+$/, allowed: "a URI" }),
  Wants: unitNames(),
  Requires: unitNames(),
  Requisite: unitNames(),
  BindsTo: unitNames(),
  PartOf: unitNames(),
  Upholds: unitNames(),
  Conflicts: unitNames(),
  Before: unitNames(),
  After: unitNames(),
  OnFailure: unitNames(),
  OnSuccess: unitNames(),
  OnFailureJobMode: oneOf(...jobMode),
  RequiresMountsFor: wordList({ pattern: /^\/[^\s"'\\]*$/, allowed: "absolute paths without blanks" }),
  DefaultDependencies: boolean(),
  StopWhenUnneeded: boolean(),
  RefuseManualStart: boolean(),
  RefuseManualStop: boolean(),
  IgnoreOnIsolate: boolean(),
  JobTimeoutSec: timeSpan(),
  StartLimitIntervalSec: timeSpan(),
  StartLimitBurst: integer(),
  ConditionPathExists: texts(),
  ConditionPathExistsGlob: texts(),
  ConditionPathIsDirectory: texts(),
  ConditionPathIsMountPoint: texts(),
  ConditionDirectoryNotEmpty: texts(),
  ConditionFileNotEmpty: texts(),
  ConditionFirstBoot: boolean(),
  ConditionKernelCommandLine: texts(),
  ConditionVirtualization: texts(),
  ConditionHost: texts(),
  ConditionSecurity: texts(),
  AssertPathExists: texts(),
  AssertPathIsMountPoint: texts(),
} as const;
