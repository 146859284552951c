import fc from "fast-check";
import { CODES as DOCUMENTS } from "../../lib/documents/codes";
import { CODES } from "../../lib/units/codes";
import { writeUnitFile } from "../../lib/units/parse";
import { serviceName } from "../../lib/units/reference";
import { unitFileOf } from "../../lib/units/render";
import { kindOf, type Unit } from "../../lib/units/schema";
import { validateUnit } from "../../lib/units/validate";
import type { Code } from "../../lib/values/code";
import { fuzzCases } from "../fuzz";
import { shop } from "../units/fixtures";
import { SINCE } from "../units/samples/known";
import * as quadlets from "../units/samples/quadlets";
import * as units from "../units/samples/units";
import { filesOf, generate, quadlet } from "./judges/quadlet";
import { systemdVersion, verify } from "./judges/systemd";

const judged = quadlet === undefined || systemdVersion === undefined ? it.skip : it;

jest.setTimeout(300_000);

type Section = Readonly<Record<string, unknown>>;

/** Any few of the directives of a section; of them, what the systemd at hand is too old for is left out. */
function someOf(sample: object, most = 6): fc.Arbitrary<Section> {
  const keys = Object.keys(sample).filter((key) => key !== "ServiceName" && (SINCE[key] ?? 0) <= (systemdVersion ?? 0));
  return fc
    .subarray(keys, { maxLength: Math.min(most, keys.length) })
    .map((chosen) => Object.fromEntries(chosen.map((key) => [key, (sample as Section)[key]])));
}

/** What makes most units of a kind whole, so that not all fall at the first rule. */
function mostly(section: Section, arbitrary: fc.Arbitrary<Section>): fc.Arbitrary<Section> {
  return fc.oneof(
    { weight: 4, arbitrary: arbitrary.map((more) => ({ ...section, ...more })) },
    { weight: 1, arbitrary },
  );
}

const inService = { RemainAfterExit: true, ExitType: "cgroup", KillMode: "mixed", TimeoutStartSec: 90 };
const serviceOfQuadlet = someOf({ ...inService, Type: "oneshot", Restart: "always", WorkingDirectory: "/srv" }, 3);

const image = "quay.io/example/app:1";

/** Kinds of quadlets, and what stands in their own section. */
const ofQuadlets: readonly (readonly [string, string, fc.Arbitrary<Section>])[] = [
  ["container", "Container", mostly({ Image: image }, someOf({ ...quadlets.CONTAINER, Rootfs: "/srv/root" }))],
  ["container", "Container", mostly({ Image: image, Pod: shop }, someOf(quadlets.CONTAINER, 3))],
  ["pod", "Pod", someOf(quadlets.POD)],
  ["kube", "Kube", mostly({ Yaml: "/etc/a.yaml" }, someOf(quadlets.KUBE))],
  ["volume", "Volume", fc.oneof(someOf(quadlets.VOLUME), someOf({ ...quadlets.VOLUME, Driver: "local" }))],
  ["network", "Network", someOf({ ...quadlets.NETWORK, Gateway: ["10.89.0.1", "10.89.1.1", "10.89.2.1"] })],
  ["image", "Image", mostly({ Image: image }, someOf(quadlets.IMAGE))],
  ["build", "Build", mostly({ ImageTag: ["localhost/a:1"] }, someOf(quadlets.BUILD, 3))],
];

const anyQuadlet: fc.Arbitrary<Section> = fc.constantFrom(...ofQuadlets).chain(([kind, section, given]) =>
  fc.record({
    name: fc.constant(kind),
    [section]: given,
    Service: kind === "pod" ? someOf(inService, 2) : serviceOfQuadlet,
  }),
);

/** These would stop the mounts that are judged along with it. */
const mountAlone = { ...units.MOUNT, PrivateTmp: false, LogNamespace: undefined };

const rules: readonly (readonly [string, string, fc.Arbitrary<Section>])[] = [
  [
    "service",
    "Service",
    mostly(
      { ExecStart: [["/bin/true"]] },
      fc
        .tuple(someOf(units.SERVICE, 3), fc.constantFrom("simple", "oneshot", "dbus", "forking", undefined))
        .map(([section, Type]): Section => ({
          ...section,
          ...(Type === undefined ? {} : { Type }),
          ...(section["Restart"] === undefined ? {} : { Restart: "always" }),
          ...(section["ExecStart"] === undefined ? {} : { ExecStart: [["/bin/true"], ["/bin/true"]] }),
          ...(section["ExitType"] === undefined ? {} : { ExitType: "cgroup" }),
          ...(section["KillMode"] === undefined ? {} : { KillMode: "process" }),
        })),
    ),
  ],
  [
    "socket",
    "Socket",
    someOf({ ...units.SOCKET, Accept: true, MaxConnections: 0, PrivateTmp: undefined }, 4).chain((section) =>
      fc.constantFrom<Section>(section, { ...section, Service: units.task }, { ...section, ListenStream: ["8080"] }),
    ),
  ],
  ["timer", "Timer", someOf(units.TIMER, 3).map((section) => ({ ...section, Unit: units.task }))],
  ["path", "Path", someOf(units.PATH, 3).map((section) => ({ ...section, Unit: units.task }))],
  ["mount", "Mount", mostly({ What: "/dev/vda", Where: "/srv/data" }, someOf(mountAlone, 3))],
];

const anyUnit: fc.Arbitrary<Section> = fc
  .constantFrom(...rules)
  .chain(([kind, section, given]) => fc.record({ name: fc.constant(kind), [section]: given }));

interface Case {
  readonly unit: Unit;
  readonly refused: readonly string[];
  readonly strict: boolean;
}

const catalogue: Readonly<Record<string, Code>> = { ...DOCUMENTS, ...CODES };

/** Rules that units and quadlets share stand in the catalogue once. */
function reasonFor(code: string): string | undefined {
  return (catalogue[code] ?? catalogue[code.replace(/^quadlet\//, "unit/")])?.stricter;
}

function casesOf(arbitrary: fc.Arbitrary<Section>, seed: number): readonly Case[] {
  return fc.sample(arbitrary, { numRuns: fuzzCases(), seed }).map((drawn, index) => {
    const unit = numbered(drawn, index) as unknown as Unit;
    const errors = validateUnit(unit).filter(({ severity }) => severity === "error");
    const refused = errors.map(({ code }) => code);
    return { unit, refused, strict: refused.length > 0 && refused.every((code) => reasonFor(code) !== undefined) };
  });
}

/** Each with names of its own, so that many can be judged at once. */
function numbered(drawn: Section, index: number): Section {
  const name = `${drawn["name"] === "mount" ? `srv-c${index}` : `c${index}`}.${String(drawn["name"])}`;
  const { Mount, Service } = drawn as Readonly<Record<string, Section | undefined>>;
  return {
    ...drawn,
    ...(Mount?.["Where"] === undefined ? {} : { Mount: { ...Mount, Where: `/srv/c${index}` } }),
    ...(Service?.["BusName"] === undefined ? {} : { Service: { ...Service, BusName: `org.example.C${index}` } }),
    name,
  };
}

function textsOf(cases: readonly Case[]): Readonly<Record<string, string>> {
  const texts = cases.map(({ unit }) => [unit.name, writeUnitFile(unitFileOf(unit))] as const);
  // Every socket starts a service, or one for each connection.
  const started = cases.flatMap(({ unit }) => (unit.name.endsWith(".socket") ? [unit.name.slice(0, -7)] : []));
  const services = started.flatMap((stem) => [`${stem}.service`, `${stem}@.service`]);
  return Object.fromEntries([...texts, ...services.map((name) => [name, "[Service]\nExecStart=/bin/true\n"] as const)]);
}

/** Complaints by the number of the unit that they are about. */
function byNumber(complaints: readonly string[]): ReadonlyMap<number, readonly string[]> {
  const found = new Map<number, readonly string[]>();
  for (const line of complaints) {
    const number = Number(/\bc(\d+)(?:@|-[a-z]+)?\.[a-z]+\b/.exec(line)?.[1] ?? "-1");
    found.set(number, [...(found.get(number) ?? []), line]);
  }
  return found;
}

/** As many units as systemd reads in one go in little time. */
const AT_ONCE = 400;

function check(all: readonly Case[], judge: (batch: readonly Case[]) => readonly string[]): void {
  for (let start = 0; start < all.length; start += AT_ONCE) {
    const batch = all.slice(start, start + AT_ONCE);
    const complaints = byNumber(judge(batch));
    expect(complaints.get(-1) ?? []).toEqual([]);
    for (const [index, { unit, refused, strict }] of batch.entries()) {
      const said = complaints.get(start + index) ?? [];
      if (refused.length === 0) expect([unit, said]).toEqual([unit, []]);
      else if (!strict) expect([unit, refused, said.length > 0]).toEqual([unit, refused, true]);
    }
  }
  expect(all.filter(({ refused }) => refused.length > 0).length).toBeGreaterThan(all.length / 20);
  expect(all.filter(({ refused }) => refused.length === 0).length).toBeGreaterThan(all.length / 5);
}

describe("directives put together at random", () => {
  judged("in quadlets are taken where we take them, and refused where we refuse them or say why", () => {
    check(casesOf(anyQuadlet, 7), (batch) => {
      const { complaints, services } = generate({ ...filesOf(quadlets.NAMED), ...textsOf(batch) }, "/bin/true");
      const ours = new Set(batch.map(({ unit }) => serviceName(unit)));
      const made = Object.fromEntries([...services].filter(([name]) => ours.has(name) || !/^c\d/.test(name)));
      return [
        ...complaints.filter((line) => line !== "processing encountered some errors"),
        ...verify(made).complaints,
      ];
    });
  });

  judged("in units are taken where we take them, and refused where we refuse them or say why", () => {
    check(
      casesOf(anyUnit, 8),
      (batch) => verify({ ...filesOf([units.task, units.door]), ...textsOf(batch) }).complaints,
    );
  });

  it("are of kinds that we know", () => {
    expect([...ofQuadlets, ...rules].filter(([kind]) => kindOf(`a.${kind}`) === undefined)).toEqual([]);
  });
});
