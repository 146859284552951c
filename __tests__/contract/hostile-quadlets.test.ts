import fc from "fast-check";
import type { Unit } from "../../lib/units/schema";
import { serviceName } from "../../lib/units/reference";
import { validateUnit } from "../../lib/units/validate";
import { fuzzCases } from "../fuzz";
import { hostileLeaf, leavesOf, withText, type Leaf } from "../units/mutations";
import { quadletOfEach } from "../units/samples/one-each";
import { NAMED } from "../units/samples/quadlets";
import { filesOf, generate, quadlet } from "./judges/quadlet";
import { commandsRead, systemdVersion, verify } from "./judges/systemd";

const judged = quadlet === undefined || systemdVersion === undefined ? it.skip : it;

jest.setTimeout(300_000);

/** These are looked at by the generator and do not stand in the command as they are. */
const ELSEWHERE = ["ServiceName", "AutoUpdate", "Notify", "SetWorkingDirectory", "Driver", "RemapUsers"];

const leaves = quadletOfEach
  .filter(({ section, directive }) => !ELSEWHERE.includes(directive) && `${section}.${directive}` !== "Image.ImageTag")
  .flatMap((each) => leavesOf(each));

/** The same unit under another name, so that many can stand in one folder. */
function renamed(unit: Unit, index: number): Unit {
  const suffix = unit.name.slice(unit.name.lastIndexOf("."));
  return { ...unit, name: `c${index}${suffix}` } as Unit;
}

interface Case {
  readonly leaf: Leaf;
  readonly text: string;
  readonly sample: Unit;
  readonly unit: Unit;
}

function cases(): readonly Case[] {
  // Most texts are refused in most places, so more are drawn than are to be judged.
  const drawn = fc.sample(hostileLeaf(leaves), { numRuns: fuzzCases() * 3, seed: 4 });
  return drawn.flatMap(([leaf, text], index) => {
    const unit = renamed(withText(leaf, text), index);
    // A device that may be missing is left out, since it is missing here.
    if (leaf.directive === "AddDevice" && text.startsWith("-")) return [];
    const sound = validateUnit(unit).every(({ severity }) => severity === "warning");
    return sound ? [{ leaf, text, unit, sample: renamed(leaf.unit, index) }] : [];
  });
}

/** As many units as systemd reads in one go in little time. */
const AT_ONCE = 400;

function batches(all: readonly Case[]): readonly (readonly Case[])[] {
  const count = Math.ceil(all.length / AT_ONCE);
  return Array.from({ length: count }, (_item, index) => all.slice(index * AT_ONCE, (index + 1) * AT_ONCE));
}

/** The directives of a unit file, without their values. Which file systems a service needs depends on its paths. */
function keysOf(service: string): readonly string[] {
  return service
    .split("\n")
    .map((line) => line.replace(/=.*$/su, "="))
    .filter((line) => line !== "RequiresMountsFor=");
}

describe("a hostile text anywhere in a quadlet that we accept", () => {
  judged("reaches systemd as it is, and adds neither a directive nor an argument", () => {
    const all = cases();

    expect(all.length).toBeGreaterThan(fuzzCases() / 4);
    for (const batch of batches(all)) check(batch);
  });
});

function check(batch: readonly Case[]): void {
  const meant = generate(filesOf([...NAMED, ...batch.map(({ sample }) => sample)]), "/bin/true");
  const made = generate(filesOf([...NAMED, ...batch.map(({ unit }) => unit)]), "/bin/true");
  const plain = verify(Object.fromEntries(meant.services), { readBack: true });
  const read = verify(Object.fromEntries(made.services), { readBack: true });

  expect(made).toMatchObject({ status: 0, complaints: [] });
  expect(verify(Object.fromEntries(made.services)).complaints).toEqual([]);
  for (const { leaf, text, unit } of batch) {
    const service = serviceName(unit);
    const place = [leaf.path.join("."), text];
    const commands = commandsRead(read.units.get(service) ?? []);
    const expected = commandsRead(plain.units.get(service) ?? []);

    expect([place, keysOf(made.services.get(service) ?? "")]).toEqual([
      place,
      keysOf(meant.services.get(service) ?? ""),
    ]);
    expect([place, commands.map((words) => words.length)]).toEqual([place, expected.map((words) => words.length)]);
    const words = commands.flat().map((word) => word.replaceAll("$$", "$").toLowerCase());
    expect([place, words.some((word) => word.includes(text.toLowerCase()))]).toEqual([place, true]);
  }
}
