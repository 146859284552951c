import type { Problem } from "../../values/config-error";
import { isLate } from "../../values/late";
import { suffixOf } from "../reference";
import { countOf, error, isSet, sectionOf, type Given } from "./given";

/** Which type the generator gives the service of a quadlet that names none. */
const TYPES: Readonly<Record<string, string>> = {
  container: "notify",
  kube: "notify",
  pod: "forking",
  volume: "oneshot",
  network: "oneshot",
  image: "oneshot",
  build: "oneshot",
};

/** What systemd demands of a service beyond single directives, be it written or generated. */
export function serviceRules(unit: { readonly name: string }): readonly Problem[] {
  const kind = suffixOf(unit.name);
  const service = sectionOf(unit, "Service");
  const generated = TYPES[kind];
  if (service === undefined || (generated === undefined && kind !== "service")) return [];
  const { Type } = service;
  if (isLate(Type)) return [];
  const type = typeof Type === "string" ? Type : (generated ?? impliedType(service));
  return [
    ...(generated === undefined ? commands(unit, service, type) : []),
    ...(type === "oneshot" ? oneshot(service) : []),
    ...busName(service, type),
    ...pairs(service),
    ...pam(service),
  ];
}

function impliedType(service: Given): string {
  if (isSet(service, "BusName")) return "dbus";
  return countOf(service, "ExecStart") === 0 ? "oneshot" : "simple";
}

function commands(unit: object, service: Given, type: string): readonly Problem[] {
  const count = countOf(service, "ExecStart");
  const success = sectionOf(unit, "Unit")?.["SuccessAction"];
  const acts = success !== undefined && success !== "none";
  if (count === 1 || (type === "oneshot" && count > 1)) return [];
  // A oneshot without a command stands for something that lasts, or for what its end leads to.
  const lasts = isLate(service["RemainAfterExit"]) || service["RemainAfterExit"] === true;
  if (type === "oneshot" && (acts || (lasts && countOf(service, "ExecStop") > 0))) return [];
  return [
    error(
      "unit/exec-start",
      ["Service", "ExecStart"],
      "a service runs exactly one command, unless its Type is oneshot",
      count === 0 ? "set ExecStart" : "set Type to oneshot, or move the others to ExecStartPre or ExecStartPost",
      { got: `${count} commands` },
    ),
  ];
}

function oneshot(service: Given): readonly Problem[] {
  const { Restart, ExitType } = service;
  return [
    ...(Restart === "always" || Restart === "on-success"
      ? [
          error(
            "unit/oneshot-restart",
            ["Service", "Restart"],
            "what runs once cannot be started again after it succeeded",
            "set it to on-failure",
            { got: Restart, allowed: "no, on-failure, on-abnormal, on-watchdog or on-abort" },
          ),
        ]
      : []),
    ...(isSet(service, "RestartForceExitStatus")
      ? [
          error(
            "unit/oneshot-restart",
            ["Service", "RestartForceExitStatus"],
            "what runs once is started again only when it fails",
            "leave it out, and set Restart to on-failure",
          ),
        ]
      : []),
    ...(ExitType === "cgroup"
      ? [
          error(
            "unit/oneshot-exit-type",
            ["Service", "ExitType"],
            "what runs once ends with its main process",
            "leave ExitType out",
          ),
        ]
      : []),
    ...(isSet(service, "RuntimeMaxSec") && service["RuntimeMaxSec"] !== "infinity"
      ? [
          error(
            "unit/no-effect",
            ["Service", "RuntimeMaxSec"],
            "this has no effect on what runs once",
            "use TimeoutStartSec",
          ),
        ]
      : []),
  ];
}

function busName(service: Given, type: string): readonly Problem[] {
  if (type !== "dbus" || isSet(service, "BusName")) return [];
  return [error("unit/no-bus-name", ["Service", "Type"], "a service of type dbus has a BusName", "set BusName")];
}

/** Directives that mean nothing without another. */
const PAIRS = [
  ["RestartSteps", "RestartMaxDelaySec"],
  ["RestartMaxDelaySec", "RestartSteps"],
  ["USBFunctionDescriptors", "USBFunctionStrings"],
  ["USBFunctionStrings", "USBFunctionDescriptors"],
  ["RuntimeRandomizedExtraSec", "RuntimeMaxSec"],
] as const;

function pairs(service: Given): readonly Problem[] {
  return PAIRS.filter(([name, other]) => isSet(service, name) && !isSet(service, other)).map(([name, other]) =>
    error(
      "unit/no-effect",
      ["Service", name],
      `this has no effect without ${other}`,
      `set ${other}, or leave this out`,
    ),
  );
}

function pam(service: Given): readonly Problem[] {
  const { PAMName, KillMode } = service;
  if (PAMName === undefined || KillMode !== "process") return [];
  return [
    error(
      "unit/pam-kill-mode",
      ["Service", "KillMode"],
      "a PAM session needs all its processes ended",
      "set KillMode to control-group or mixed",
    ),
  ];
}
