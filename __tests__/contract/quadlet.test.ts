import { mkdirSync, writeFileSync } from "node:fs";
import { join } from "node:path";
import fc from "fast-check";
import { renderUnit } from "../../lib/units/render";
import type { Unit } from "../../lib/units/schema";
import { validateUnit } from "../../lib/units/validate";
import { allUnits } from "../images/fixtures";
import { aContainer, everyQuadlet } from "../units/fixtures";
import { hostile } from "../units/hostile";
import { fromGo, judge, withFolder, type Verdict } from "./judges/judge";
import { wordsOf } from "./judges/words";

const quadlet = fromGo(
  "quadlet",
  "github.com/containers/podman/v5",
  "5.6.2",
  "github.com/containers/podman/v5/cmd/quadlet",
);
const judged = quadlet === undefined ? it.skip : it;

jest.setTimeout(120_000);

function generate(files: Readonly<Record<string, string>>): Verdict {
  return withFolder((folder) => {
    const units = join(folder, "units");
    mkdirSync(units);
    for (const [name, text] of Object.entries(files)) writeFileSync(join(units, name), text);
    return judge(quadlet ?? "", ["-dryrun"], { QUADLET_UNIT_DIRS: units });
  });
}

function filesOf(units: readonly Unit[]): Readonly<Record<string, string>> {
  return Object.fromEntries(units.map((unit) => [unit.name, renderUnit(unit)]));
}

/** What each generated service runs, by the name of the service. */
function commandsOf({ stdout }: Verdict): ReadonlyMap<string, readonly string[]> {
  const services = stdout.split(/^---(.+)---$/m).slice(1);
  return new Map(
    services.flatMap((name, index) => {
      const command = /^ExecStart=(.*)$/m.exec(services[index + 1] ?? "")?.[1];
      return index % 2 === 0 ? [[name, wordsOf(command ?? "")] as const] : [];
    }),
  );
}

describe("podman's quadlet generator", () => {
  judged("accepts a quadlet of each kind, with every sort of directive", () => {
    const verdict = generate(filesOf(everyQuadlet));

    expect(verdict).toMatchObject({
      status: 0,
      stderr: expect.not.stringMatching(/error|unsupported|not found/i) as string,
    });
    expect([...commandsOf(verdict).keys()].sort()).toEqual([
      "base-image.service",
      "data-volume.service",
      "db.service",
      "front-network.service",
      "web-build.service",
      "web.service",
    ]);
  });

  judged("hands words and values on as they were meant", () => {
    const words = commandsOf(generate(filesOf(everyQuadlet))).get("web.service") ?? [];

    expect(words.slice(words.indexOf("localhost/web:1") + 1)).toEqual([
      "serve",
      "--title",
      'a "quoted" title',
      "100%",
      "$HOME",
      "it's",
    ]);
    expect(words).toEqual(
      expect.arrayContaining(["GREETING=hello $USER, 50% off", "EMPTY=", "PATTERN=a\\b", 'org.example.note=says "hi"']),
    );
  });

  judged("accepts every quadlet of the install VM", () => {
    const verdict = generate(filesOf(allUnits));

    expect(verdict).toMatchObject({
      status: 0,
      stderr: expect.not.stringMatching(/error|unsupported|not found/i) as string,
    });
    expect([...commandsOf(verdict).keys()].sort()).toEqual([
      "dhcp-volume.service",
      "dnsmasq-build.service",
      "dnsmasq.service",
      "downloader.service",
      "http.service",
      "ignition-volume.service",
      "images-volume.service",
      "log-volume.service",
      "reports-volume.service",
      "sftp-build.service",
      "sftp.service",
      "tickets-volume.service",
      "volume-setup.service",
    ]);
  });

  judged("reads hostile values that we accept as what they are, and nothing else", () => {
    const places: readonly ((text: string) => Parameters<typeof aContainer>[0])[] = [
      (text) => ({ Exec: ["first", text, "last"] }),
      (text) => ({ Environment: { A: text } }),
      (text) => ({ Label: { a: text } }),
      (text) => ({ PodmanArgs: ["--hostname", text] }),
      (text) => ({ HealthCmd: text }),
      (text) => ({ WorkingDir: text }),
      (text) => ({ AddDevice: [text] }),
      (text) => ({ Volume: [{ source: text, target: "/a" }] }),
    ];
    const texts = fc.sample(hostile, { numRuns: 600, seed: 44 });
    const accepted = texts.flatMap((text, index) => {
      const section = (places[index % places.length] ?? places[0])?.(text) ?? {};
      const unit = { ...aContainer(section), name: `c${index}.container` as const };
      return validateUnit(unit).length === 0 ? [{ text, section, unit }] : [];
    });

    const verdict = generate(filesOf(accepted.map(({ unit }) => unit)));

    const commands = commandsOf(verdict);
    expect(verdict.status).toBe(0);
    expect(accepted.length).toBeGreaterThan(100);
    expect(commands.size).toBe(accepted.length);
    for (const { text, section, unit } of accepted) {
      const words = commands.get(unit.name.replace(".container", ".service")) ?? [];
      expect(words).toEqual(commandFor(text, section));
    }
  });
});

/** The command of a container that has nothing but the given section. */
function commandFor(text: string, section: NonNullable<Parameters<typeof aContainer>[0]>): readonly string[] {
  const args = {
    WorkingDir: ["--workdir", text],
    AddDevice: ["--device", text],
    Volume: ["-v", `${text}:/a`],
    Environment: ["--env", `A=${text}`],
    Label: ["--label", `a=${text}`],
    HealthCmd: ["--health-cmd", text],
    PodmanArgs: ["--hostname", text],
  };
  const [directive = ""] = Object.keys(section);
  const own = directive in args ? args[directive as keyof typeof args] : [];
  const early = directive === "WorkingDir" ? own : [];
  const late = directive === "WorkingDir" ? [] : own;
  return [
    "/usr/bin/podman",
    ...["run", "--name", "systemd-%N", "--replace", "--rm", "--cgroups=split", ...early, "--sdnotify=conmon", "-d"],
    ...late,
    "quay.io/example/app:1",
    ...(directive === "Exec" ? ["first", text, "last"] : []),
  ];
}
