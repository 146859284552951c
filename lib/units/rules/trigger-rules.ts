import type { Problem } from "../../values/config-error";
import { escapePath } from "../escape";
import { knownText, type UnitText } from "../text";
import { countOf, error, isSet, sectionOf, type Given } from "./given";

const STREAMS = ["ListenStream", "ListenSequentialPacket"];
const LISTENERS = [
  ...STREAMS,
  "ListenDatagram",
  "ListenFIFO",
  "ListenSpecial",
  "ListenNetlink",
  "ListenMessageQueue",
  "ListenUSBFunction",
];
const TIMES = [
  "OnActiveSec",
  "OnBootSec",
  "OnStartupSec",
  "OnUnitActiveSec",
  "OnUnitInactiveSec",
  "OnCalendar",
  "OnClockChange",
  "OnTimezoneChange",
];
const WATCHED = ["PathExists", "PathExistsGlob", "PathChanged", "PathModified", "DirectoryNotEmpty"];

/** What systemd demands of sockets, timers, paths and mounts beyond single directives. */
export function triggerRules(unit: { readonly name: string }): readonly Problem[] {
  const [socket, timer, path, mount] = ["Socket", "Timer", "Path", "Mount"].map((name) => sectionOf(unit, name));
  return [
    ...(socket === undefined ? [] : socketRules(socket)),
    ...(timer === undefined ? [] : anyOf("Timer", timer, TIMES, "unit/no-time", "this timer never ends")),
    ...(path === undefined ? [] : anyOf("Path", path, WATCHED, "unit/no-path", "this unit watches nothing")),
    ...(mount === undefined ? [] : [...mountName(unit.name, mount), ...mountCycle(unit, mount)]),
  ];
}

function anyOf(name: string, section: Given, keys: readonly string[], code: string, what: string): readonly Problem[] {
  if (keys.some((key) => isSet(section, key) && section[key] !== false)) return [];
  return [error(code, [name], what, `set ${keys[0] ?? ""}`, { allowed: keys.join(", ") })];
}

function socketRules(socket: Given): readonly Problem[] {
  const { Accept } = socket;
  const others = LISTENERS.filter((key) => !STREAMS.includes(key) && isSet(socket, key));
  return [
    ...anyOf("Socket", socket, LISTENERS, "unit/no-listener", "this socket listens to nothing"),
    ...(Accept === true ? others : []).map((key) =>
      error(
        "unit/not-accepting",
        ["Socket", key],
        "nothing is accepted here: it has no connections",
        "set Accept to false",
      ),
    ),
    ...(Accept === true && isSet(socket, "Service")
      ? [
          error(
            "unit/accepting-service",
            ["Socket", "Service"],
            "each connection starts the template of the socket's own name",
            "leave Service out, and name the template after the socket",
          ),
        ]
      : []),
    ...(Accept === true && socket["MaxConnections"] === 0
      ? [error("unit/no-connections", ["Socket", "MaxConnections"], "no connection is ever accepted", "raise it")]
      : []),
    ...symlinks(socket),
  ];
}

function symlinks(socket: Given): readonly Problem[] {
  if (!isSet(socket, "Symlinks")) return [];
  const places =
    countOf(socket, "ListenFIFO") +
    ["ListenStream", "ListenDatagram", "ListenSequentialPacket"]
      .flatMap((key) => (Array.isArray(socket[key]) ? (socket[key] as readonly UnitText[]) : []))
      .filter((address) => knownText(address)?.startsWith("/") ?? true).length;
  if (places === 1) return [];
  return [
    error(
      "unit/symlinks",
      ["Socket", "Symlinks"],
      "links lead to one path, and this socket does not have exactly one",
      "leave Symlinks out",
      {
        got: `${places} paths`,
      },
    ),
  ];
}

/** Both need file systems that systemd mounts only after this one. */
function mountCycle(unit: object, mount: Given): readonly Problem[] {
  if (sectionOf(unit, "Unit")?.["DefaultDependencies"] === false) return [];
  return ["PrivateTmp", "LogNamespace"]
    .filter((key) => isSet(mount, key) && mount[key] !== false)
    .map((key) =>
      error(
        "unit/mount-cycle",
        ["Mount", key],
        `${key} needs file systems that wait for this one`,
        "leave it out, or set DefaultDependencies to false",
      ),
    );
}

function mountName(name: string, mount: Given): readonly Problem[] {
  const where = mount["Where"] === undefined ? undefined : knownText(mount["Where"] as UnitText);
  if (where === undefined || !where.startsWith("/")) return [];
  const allowed = `${escapePath(where)}.mount`;
  if (name === allowed) return [];
  return [
    error(
      "unit/mount-name",
      ["name"],
      "a mount unit must be named after the place that it mounts",
      `name it ${allowed}`,
      {
        got: name,
        allowed,
      },
    ),
  ];
}
