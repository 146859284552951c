import { guestReport } from "../../lib/images/guest/report";
import { liveUnits } from "../../lib/images/live/live-config";
import { containerStorageMount } from "../../lib/images/volumes";
import type { Unit } from "../../lib/units/schema";
import { fillLate } from "../../lib/values/late";
import { LEGACY, MOVED, ourDirectives, SINCE, UNSUPPORTED } from "../units/samples/known";
import { unitOfEach } from "../units/samples/one-each";
import { door, task } from "../units/samples/units";
import { filesOf, type Files } from "./judges/quadlet";
import { commandsRead, knownDirectives, systemdVersion, valuesRead, verify } from "./judges/systemd";

const judged = systemdVersion === undefined ? it.skip : it;
const known = knownDirectives();
const listed = known === undefined ? it.skip : it;

/** Directives that the systemd at hand is too old for. */
const TOO_NEW = Object.keys(SINCE).filter((name) => (SINCE[name] ?? 0) > (systemdVersion ?? 0));

/** What systemd says, but for directives that it is too old for. */
function complaints(files: Files): readonly string[] {
  return verify(files).complaints.filter((line) => !TOO_NEW.some((name) => line.includes(`Unknown key '${name}' in`)));
}

/** Programs that are not on this machine are exchanged for one that is. */
function withPrograms(files: Files): Files {
  return Object.fromEntries(
    Object.entries(files).map(([name, text]) => [name, text.replaceAll(/\/usr\/local\/bin\/\S+/g, "/bin/true")]),
  );
}

/** Units that Fedora CoreOS has and this machine has not. */
const SYSTEM: Files = { "coreos-installer.service": "[Service]\nExecStart=/bin/true\n" };

const report = fillLate(guestReport({ serverAddress: "10.20.0.2", vmId: "102" }).unit, () => "0f".repeat(16)) as Unit;

const example: Unit = {
  name: "slipway-example.service",
  Unit: { Description: "100% of it", After: ["network-online.target"], ConditionPathExists: ["!/run/a b"] },
  Service: {
    Type: "oneshot",
    Environment: { A: 'x "y" $z 5%', B: "it's" },
    ExecStart: [
      ["/bin/true", "a b", "$HOME", "100%", ";", "", "it's", 'say "hi"', "back\\slash", "${HOME}", "#", "é"],
      { words: ["/bin/false"], ignoreFailure: true },
      { words: ["/bin/true", "${HOME}", "50%"], expandVariables: true, privileges: "full", calledAs: "another name" },
    ],
    ProtectSystem: "strict",
    MemoryMax: "512M",
    CPUQuota: "150%",
    SetCredential: { word: " 5% \\ " },
    LimitNOFILE: "1024:2048",
    RestartSec: 1.5,
  },
  Install: { WantedBy: ["multi-user.target"] },
};

describe("systemd-analyze verify", () => {
  judged.each([containerStorageMount(), ...liveUnits, report, example].map((unit) => [unit.name, unit] as const))(
    "has nothing to say of %s",
    (_name, unit) => {
      expect(complaints({ ...SYSTEM, ...withPrograms(filesOf([unit])) })).toEqual([]);
    },
  );

  judged("has nothing to say of any directive that it is new enough for, each in a unit of its own", () => {
    const units = [task, door, ...unitOfEach.map(({ unit }) => unit)];

    expect(units.length).toBeGreaterThan(800);
    expect(complaints(filesOf(units))).toEqual([]);
  });

  judged("complains of what it does not know, so its silence counts", () => {
    const unit: Unit = { name: "slipway-bad.service", Service: { ExecStart: [["/bin/no-such-program"]] } };

    expect(complaints(filesOf([unit])).join()).toContain("no-such-program");
    expect(complaints({ "a.service": "[Service]\nExecStart=/bin/true\nNoSuchKey=1\n" }).join()).toContain("NoSuchKey");
  });

  judged("reads words, variables and texts as they were meant", () => {
    const read = verify(filesOf([example]), { readBack: true }).units.get(example.name) ?? [];

    expect(commandsRead(read)).toEqual([
      ["/bin/true", "a b", "$$HOME", "100%", ";", "", "it's", 'say "hi"', "back\\slash", "$${HOME}", "#", "é"],
      ["/bin/false"],
      ["another name", "${HOME}", "50%"],
    ]);
    expect(valuesRead(read, "Environment")).toEqual(['A=x "y" $z 5%', "B=it's"]);
    expect(valuesRead(read, "Description")).toEqual(["100% of it"]);
    expect(valuesRead(read, "ConditionPathExists")).toEqual(["!/run/a b untested"]);
    expect(valuesRead(read, "CPUQuotaPerSecSec")).toEqual(["1.500000s"]);
  });
});

describe("systemd's own list of directives", () => {
  listed.each(["Unit", "Service", "Socket", "Mount", "Timer", "Path", "Install"])(
    "has in [%s] no more than ours",
    (section) => {
      const old = section === "Service" ? new Set([...LEGACY, ...MOVED]) : LEGACY;
      const unsupported = ["Socket", "Mount"].includes(section) ? UNSUPPORTED : new Set<string>();
      const theirs = [...(known?.get(section) ?? [])].filter((name) => !old.has(name) && !unsupported.has(name));

      expect(theirs.length).toBeGreaterThan(4);
      expect(theirs.filter((name) => !ourDirectives(section).includes(name))).toEqual([]);
    },
  );

  listed.each(["Unit", "Service", "Socket", "Mount", "Timer", "Path", "Install"])(
    "has in [%s] all of ours that it is new enough for",
    (section) => {
      const theirs = known?.get(section) ?? new Set<string>();

      expect(ourDirectives(section).filter((name) => !theirs.has(name) && !TOO_NEW.includes(name))).toEqual([]);
    },
  );
});
