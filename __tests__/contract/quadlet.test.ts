import { existsSync, readFileSync } from "node:fs";
import { join } from "node:path";
import fc from "fast-check";
import type { ContainerUnit } from "../../lib/units/schema";
import { validateUnit } from "../../lib/units/validate";
import { fuzzCases } from "../fuzz";
import { allUnits } from "../images/fixtures";
import { aContainer, everyQuadlet } from "../units/fixtures";
import { hostile } from "../units/hostile";
import { PODMAN_KEYS, wordsIn } from "../units/samples/known";
import { quadletOfEach } from "../units/samples/one-each";
import { NAMED } from "../units/samples/quadlets";
import { findProgram, judge } from "./judges/judge";
import { filesOf, generate, quadlet, type Generated } from "./judges/quadlet";
import { systemdVersion, verify } from "./judges/systemd";
import { wordsOf } from "./judges/words";

const judged = quadlet === undefined ? it.skip : it;
const source = sourceOf("github.com/containers/podman/v5@v5.6.2/pkg/systemd/quadlet/quadlet.go");
const sourced = source === undefined ? it.skip : it;
const judgedByBoth = quadlet === undefined || systemdVersion === undefined ? it.skip : it;

jest.setTimeout(120_000);

/** A file of a Go module, where that has been fetched. */
function sourceOf(path: string): string | undefined {
  const go = findProgram("go");
  const cache = go === undefined ? "" : judge(go, ["env", "GOMODCACHE"]).stdout.trim();
  const file = join(cache, path);
  return cache !== "" && existsSync(file) ? file : undefined;
}

/** What each generated service runs, by the name of the service. */
function commandsOf({ services }: Generated): ReadonlyMap<string, readonly string[]> {
  return new Map(
    [...services].map(([name, text]) => [name, wordsOf(/^ExecStart=(.*)$/m.exec(text)?.[1] ?? "")] as const),
  );
}

describe("podman's quadlet generator", () => {
  judged("accepts some of each kind of quadlet, with references between them", () => {
    const generated = generate(filesOf(everyQuadlet));

    expect(generated).toMatchObject({ status: 0, complaints: [] });
    expect([...generated.services.keys()].sort()).toEqual([
      "base-image.service",
      "data-volume.service",
      "db.service",
      "front-network.service",
      "shop-pod.service",
      "stack.service",
      "till.service",
      "web-build.service",
      "web.service",
    ]);
  });

  judged("accepts every directive of every kind, and makes a service of each", () => {
    const units = [...NAMED, ...quadletOfEach.map(({ unit }) => unit)];

    const generated = generate(filesOf(units));

    expect(generated).toMatchObject({ status: 0, complaints: [] });
    expect(units.length).toBeGreaterThan(200);
    expect(generated.services.size).toBeGreaterThan(units.length - 10);
  });

  judgedByBoth("makes services of them that systemd has nothing to say of", () => {
    const { services } = generate(filesOf([...NAMED, ...quadletOfEach.map(({ unit }) => unit)]), "/bin/true");

    expect(verify(Object.fromEntries(services))).toMatchObject({ complaints: [] });
  });

  judged("refuses any other key in each section, so its silence counts", () => {
    const sections = Object.keys(PODMAN_KEYS).filter((name) => name !== "Quadlet");
    const files = sections.map((name) => [`a.${name.toLowerCase()}`, `[${name}]\nNoSuchKey=a\n`] as const);

    const { status, complaints } = generate(Object.fromEntries(files));

    expect(status).toBe(1);
    for (const name of sections)
      expect(complaints.filter((line) => line.includes(`'NoSuchKey' in group '${name}'`))).toHaveLength(1);
  });

  judged("takes every key of our list, whatever else it then says", () => {
    const files = Object.entries(PODMAN_KEYS)
      .filter(([section]) => section !== "Quadlet")
      .flatMap(([section, keys]) =>
        wordsIn(keys).map((key) => [`${key}.${section.toLowerCase()}`, `[${section}]\n${key}=1\n`] as const),
      );

    const { complaints } = generate(Object.fromEntries(files));

    expect(files.length).toBeGreaterThan(180);
    expect(complaints.filter((line) => line.includes("unsupported key"))).toEqual([]);
  });

  sourced("knows no key that our list has not, by its source", () => {
    const text = readFileSync(source ?? "", "utf8");
    const groups = [...text.matchAll(/^\t\t(\w+)Group: \{(.*?)^\t\t\},$/gms)];
    const named = new Map(
      [...text.matchAll(/^\t(Key\w+)\s*= "(\w+)"/gm)].map(([, key = "", name = ""]) => [key, name]),
    );
    const keysOf = (body: string): readonly string[] =>
      [...body.matchAll(/^\t{4}(Key\w+):/gm)].map(([, key = ""]) => named.get(key) ?? key).sort();

    expect(Object.fromEntries(groups.map(([, section = "", body = ""]) => [section, keysOf(body)]))).toEqual(
      Object.fromEntries(
        Object.entries(PODMAN_KEYS).flatMap(([section, keys]) =>
          section === "Quadlet" ? [] : [[section, [...wordsIn(keys)].sort()]],
        ),
      ),
    );
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
      expect.arrayContaining([
        "GREETING=hello $USER, 50% off",
        "EMPTY=",
        "PATTERN=a\\b",
        'org.example.note=says "hi"',
        "net.ipv4.ip_local_port_range=1024 65535",
      ]),
    );
  });

  judgedByBoth("accepts every quadlet of the install VM, and systemd what becomes of them", () => {
    const generated = generate(filesOf(allUnits), "/bin/true");

    expect(generated).toMatchObject({ status: 0, complaints: [] });
    expect([...generated.services.keys()].sort()).toEqual([
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
    const { complaints } = verify(Object.fromEntries(generated.services));
    // systemd before 254 does not know the one directive of ours that is newer; see the table of newer directives.
    expect(complaints.filter((line) => !/Unknown key 'RestartMode'/.test(line))).toEqual([]);
  });

  judged("reads hostile values that we accept as what they are, and nothing else", () => {
    const places: readonly ((text: string) => Partial<ContainerUnit["Container"]>)[] = [
      (text) => ({ Exec: ["first", text, "last"] }),
      (text) => ({ Environment: { A: text } }),
      (text) => ({ Label: { a: text } }),
      (text) => ({ PodmanArgs: ["--hostname", text] }),
      (text) => ({ HealthCmd: text }),
      (text) => ({ WorkingDir: text }),
      (text) => ({ AddDevice: [text] }),
      (text) => ({ Volume: [{ source: text, target: "/a" }] }),
    ];
    const texts = fc.sample(hostile, { numRuns: fuzzCases(600), seed: 44 });
    const accepted = texts.flatMap((text, index) => {
      const section = (places[index % places.length] ?? places[0])?.(text) ?? {};
      const unit = { ...aContainer(section as never), name: `c${index}.container` as const };
      return validateUnit(unit).length === 0 ? [{ text, section, unit }] : [];
    });

    const generated = generate(filesOf(accepted.map(({ unit }) => unit)));

    const commands = commandsOf(generated);
    expect(generated).toMatchObject({ status: 0, complaints: [] });
    expect(accepted.length).toBeGreaterThan(texts.length / 6);
    expect(commands.size).toBe(accepted.length);
    for (const { text, section, unit } of accepted) {
      const words = commands.get(unit.name.replace(".container", ".service")) ?? [];
      expect(words).toEqual(commandFor(text, section));
    }
  });
});

/** The command of a container that has nothing but the given section. */
function commandFor(text: string, section: Partial<ContainerUnit["Container"]>): readonly string[] {
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
