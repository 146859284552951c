import fc from "fast-check";
import { parseUnitFile } from "../../lib/units/parse";
import { renderUnit } from "../../lib/units/render";
import type { ServiceUnit, Unit } from "../../lib/units/schema";
import { validateUnit } from "../../lib/units/validate";
import { fuzzCases } from "../fuzz";
import { hostile } from "../units/hostile";
import { hostileLeaf, leavesOf, withText, type Leaf } from "../units/mutations";
import { SINCE } from "../units/samples/known";
import { unitOfEach } from "../units/samples/one-each";
import { door, task } from "../units/samples/units";
import { filesOf } from "./judges/quadlet";
import { commandsRead, systemdVersion, valuesRead, verify } from "./judges/systemd";

const judged = systemdVersion === undefined ? it.skip : it;

jest.setTimeout(300_000);

/** Names of programs, units, users and system calls have to be those of this machine, and a mount is named after its place. */
const OF_MACHINE =
  /^(?:Exec|USBFunction)|^(?:Wants|Requires|Requisite|BindsTo|Upholds|Sockets|Unit|Service|SystemCallFilter|SystemCallLog|User|Group|SupplementaryGroups|SocketUser|SocketGroup|Where|Slice|Symlinks|Listen.*)$/;

const leaves = unitOfEach
  .filter(({ directive }) => !OF_MACHINE.test(directive) && (SINCE[directive] ?? 0) <= (systemdVersion ?? 0))
  .flatMap((each) => leavesOf(each));

interface Case {
  readonly leaf: Leaf;
  readonly text: string;
  readonly unit: Unit;
}

/** The same unit under another name, so that many can stand in one folder. */
function renamed(unit: Unit, index: number): Unit {
  const suffix = unit.name.slice(unit.name.lastIndexOf("."));
  if (!("Mount" in unit))
    return { ...unit, name: `${unit.name.includes("@") ? `c${index}@` : `c${index}`}${suffix}` } as Unit;
  return { ...unit, name: `srv-c${index}.mount`, Mount: { ...unit.Mount, Where: `/srv/c${index}` } };
}

function cases(): readonly Case[] {
  const drawn = fc.sample(hostileLeaf(leaves), { numRuns: fuzzCases() * 8, seed: 5 });
  return drawn.flatMap(([leaf, text], index) => {
    const unit = renamed(withText(leaf, text), index);
    return validateUnit(unit).length === 0 ? [{ leaf, text, unit }] : [];
  });
}

/** As many units as systemd reads in one go in little time. */
const AT_ONCE = 400;

function inBatches<T>(all: readonly T[], check: (batch: readonly T[]) => void): void {
  for (let start = 0; start < all.length; start += AT_ONCE) check(all.slice(start, start + AT_ONCE));
}

function directivesOf(unit: Unit): readonly string[] {
  return parseUnitFile(renderUnit(unit)).file.sections.flatMap(({ name, lines }) =>
    lines.map(({ key }) => `${name}.${key}`),
  );
}

describe("a hostile text anywhere in a unit that we accept", () => {
  judged("is accepted by systemd, and adds no directive", () => {
    const all = cases();

    expect(all.length).toBeGreaterThan(fuzzCases() / 4);
    inBatches(all, (batch) => {
      expect(verify(filesOf([task, door, ...batch.map(({ unit }) => unit)])).complaints).toEqual([]);
      for (const { leaf, text, unit } of batch)
        expect([text, directivesOf(unit)]).toEqual([text, directivesOf(leaf.unit)]);
    });
  });

  judged("is read as a word, a variable, a description and a condition just as it is", () => {
    const texts = fc.sample(hostile, { numRuns: fuzzCases(), seed: 6 });
    const units = texts.flatMap((text, index): readonly (readonly [string, ServiceUnit])[] => {
      const unit: ServiceUnit = {
        name: `c${index}.service`,
        Service: {
          Environment: { A: text, B: "b" },
          ExecStart: [["/bin/true", "first", text, "last"]],
          LogExtraFields: { OURS: text },
          SetCredential: { word: text },
        },
      };
      const described = { ...unit, Unit: { Description: text } };
      if (validateUnit(unit).length > 0) return [];
      return [[text, validateUnit(described).length === 0 ? described : unit]];
    });

    expect(units.length).toBeGreaterThan(texts.length / 4);
    inBatches(units, (batch) => {
      const files = filesOf(batch.map(([, unit]) => unit));
      const read = verify(files, { readBack: true }).units;

      expect(verify(files).complaints).toEqual([]);
      for (const [text, unit] of batch) {
        const lines = read.get(unit.name) ?? [];
        expect(commandsRead(lines)).toEqual([["/bin/true", "first", text.replaceAll("$", "$$$$"), "last"]]);
        expect(valuesRead(lines, "Environment")).toEqual([`A=${text}`, "B=b"]);
        expect(valuesRead(lines, "Description")).toEqual([unit.Unit === undefined ? unit.name : text]);
      }
    });
  });
});
