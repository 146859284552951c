import type { Problem } from "../../values/config-error";
import { escapePath } from "../escape";
import type { Unit } from "../schema";
import { knownText } from "../text";

/** What the parsers demand beyond single directives. */
export function kindRules(unit: Unit): readonly Problem[] {
  return [
    ...mountName(unit),
    ...buildContext(unit),
    ...volumeDevice(unit),
    ...containerUser(unit),
    ...reloads(unit),
    ...serviceCommand(unit),
  ];
}

function mountName(unit: Unit): readonly Problem[] {
  const where = "Mount" in unit && unit.Mount?.Where !== undefined ? knownText(unit.Mount.Where) : undefined;
  if (where === undefined || !where.startsWith("/")) return [];
  const name = `${escapePath(where)}.mount`;
  if (unit.name === name) return [];
  return [
    {
      code: "unit/mount-name",
      severity: "error",
      path: ["name"],
      what: "a mount unit must be named after the place that it mounts",
      got: unit.name,
      allowed: name,
      fix: `name it ${name}`,
    },
  ];
}

function buildContext(unit: Unit): readonly Problem[] {
  if (!("Build" in unit) || typeof unit.Build !== "object" || unit.Build === null) return [];
  if (unit.Build.File !== undefined || unit.Build.SetWorkingDirectory !== undefined) return [];
  return [
    {
      code: "quadlet/no-build-context",
      severity: "error",
      path: ["Build"],
      what: "nothing says what is to be built",
      allowed: "File or SetWorkingDirectory",
      fix: "set SetWorkingDirectory to the folder that holds the Containerfile",
    },
  ];
}

function volumeDevice(unit: Unit): readonly Problem[] {
  if (!("Volume" in unit) || typeof unit.Volume !== "object" || unit.Volume === null) return [];
  const { Device, Type, Options } = unit.Volume;
  if (Device !== undefined || (Type === undefined && Options === undefined)) return [];
  return [
    {
      code: "quadlet/no-device",
      severity: "error",
      path: ["Volume", Type === undefined ? "Options" : "Type"],
      what: "this says how a device is mounted, but there is no Device",
      fix: "set Device, or leave this out",
    },
  ];
}

function containerUser(unit: Unit): readonly Problem[] {
  if (!("Container" in unit) || typeof unit.Container !== "object" || unit.Container === null) return [];
  if (unit.Container.Group === undefined || unit.Container.User !== undefined) return [];
  return [
    {
      code: "quadlet/group-without-user",
      severity: "error",
      path: ["Container", "Group"],
      what: "a container has a Group only beside a User",
      fix: "set User too",
    },
  ];
}

function reloads(unit: Unit): readonly Problem[] {
  if (!("Container" in unit) || typeof unit.Container !== "object" || unit.Container === null) return [];
  if (unit.Container.ReloadCmd === undefined || unit.Container.ReloadSignal === undefined) return [];
  return [
    {
      code: "quadlet/two-reloads",
      severity: "error",
      path: ["Container", "ReloadSignal"],
      what: "ReloadCmd and ReloadSignal exclude each other",
      fix: "keep one of them",
    },
  ];
}

function serviceCommand(unit: Unit): readonly Problem[] {
  if (!unit.name.endsWith(".service") || !("Service" in unit)) return [];
  const { Type, ExecStart } = unit.Service ?? {};
  const count = Array.isArray(ExecStart) ? ExecStart.length : 0;
  if (count === 1 || Type === "oneshot") return [];
  return [
    {
      code: "unit/exec-start",
      severity: "error",
      path: ["Service", "ExecStart"],
      what: "a service runs exactly one command, unless its Type is oneshot",
      got: `${count} commands`,
      fix: count === 0 ? "set ExecStart" : "set Type to oneshot, or move the others to ExecStartPre or ExecStartPost",
    },
  ];
}
