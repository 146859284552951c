import { mkdirSync, writeFileSync } from "node:fs";
import { join } from "node:path";
import { guestReport } from "../../lib/images/guest/report";
import { liveUnits } from "../../lib/images/live/live-config";
import { containerStorageMount } from "../../lib/images/volumes";
import { renderUnit } from "../../lib/units/render";
import type { Unit } from "../../lib/units/schema";
import { fillLate } from "../../lib/values/late";
import { findProgram, judge, withFolder } from "./judges/judge";

const analyze = findProgram("systemd-analyze");
const judged = analyze === undefined ? it.skip : it;

/** What systemd says of a unit. Programs that are not on this machine are exchanged for one that is. */
function complaints(unit: Unit): string {
  return withFolder((folder) => {
    mkdirSync(join(folder, "units"));
    for (const { name, text } of [unit, ...units].map((each) => ({ name: each.name, text: renderUnit(each) })))
      writeFileSync(join(folder, "units", name), text.replaceAll(/\/usr\/local\/bin\/\S+/g, "/bin/true"));
    const file = join(folder, "units", unit.name);
    const { stderr } = judge(analyze ?? "", ["verify", "--man=no", "--recursive-errors=no", file], {
      SYSTEMD_LOG_LEVEL: "warning",
    });
    // Only what it says of this file: the machine's own units are none of ours.
    return stderr
      .split("\n")
      .filter((line) => line.includes(unit.name))
      .join("\n");
  });
}

const report = fillLate(guestReport({ serverAddress: "10.20.0.2", vmId: "102" }).unit, () => "0f".repeat(16)) as Unit;

const units: readonly Unit[] = [
  containerStorageMount(),
  ...liveUnits,
  report,
  {
    name: "slipway-example.service",
    Unit: { Description: "100% of it", After: ["network-online.target"], ConditionPathExists: ["!/run/a b"] },
    Service: {
      Type: "oneshot",
      Environment: { A: 'x "y" $z 5%', B: "it's" },
      ExecStart: [["/bin/true", "a b", "$HOME", "100%", ";", ""], { words: ["/bin/false"], ignoreFailure: true }],
      ProtectSystem: "strict",
      MemoryMax: "512M",
      TimeoutStartSec: "1min 30s",
      LimitNOFILE: "1024:2048",
    },
    Install: { WantedBy: ["multi-user.target"] },
  },
  {
    name: "slipway-example.socket",
    Socket: { ListenStream: ["127.0.0.1:8080"], Accept: false, Service: "slipway-example.service" },
  },
  { name: "slipway-example.timer", Timer: { OnCalendar: ["Mon *-*-* 03:00"], OnBootSec: 60, Persistent: true } },
  { name: "slipway-example.path", Path: { PathChanged: ["/etc/hosts"], DirectoryNotEmpty: ["/srv/a b"] } },
  { name: "slipway-example.target", Unit: { Description: "All of it" }, Install: { WantedBy: ["multi-user.target"] } },
];

describe("systemd-analyze verify", () => {
  judged.each(units.map((unit) => [unit.name, unit] as const))("has nothing to say of %s", (_name, unit) => {
    expect(complaints(unit)).toBe("");
  });

  judged("complains of what it does not know, so its silence counts", () => {
    const unit: Unit = { name: "slipway-bad.service", Service: { ExecStart: [["/bin/no-such-program"]] } };

    expect(complaints(unit)).toContain("no-such-program");
  });
});
