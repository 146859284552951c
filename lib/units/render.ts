import { refuseErrors } from "../values/config-error";
import { refuseLate } from "../values/late-left";
import { withoutUndefined } from "../values/without-undefined";
import { givenIn, type Directives } from "./directive";
import type { Dialect } from "./escape";
import { writeUnitFile, type UnitFile, type UnitLine } from "./parse";
import { withNamesOnly } from "./references";
import { isQuadlet, kindOf, kinds, type Unit } from "./schema";
import { validateUnit } from "./validate";

/** Sections that every unit of systemd has too; the others of a quadlet are podman's. */
const OF_SYSTEMD = ["Unit", "Service", "Install", "Quadlet"];

/**
 * Writes a unit as its file holds it: sections and directives in the order of the manual, not of the input.
 *
 * @throws ConfigError if the unit is unsound, or a value of it is still late
 */
export function renderUnit(unit: Unit): string {
  refuseErrors(validateUnit(unit), unit.name);
  const own = withNamesOnly(withoutUndefined(unit));
  refuseLate(own, isQuadlet(unit) ? "quadlet" : "unit");
  return writeUnitFile(unitFileOf(own));
}

/** What a unit's file is made of. Nothing is checked: whoever writes it has to be sure that the unit is sound. */
export function unitFileOf(unit: Unit): UnitFile {
  const kind = kindOf(unit.name);
  const sections: Readonly<Record<string, Directives>> = kind === undefined ? {} : kinds[kind];
  return {
    sections: Object.entries(sections).flatMap(([name, directives]) => {
      const value = (unit as unknown as Record<string, Readonly<Record<string, unknown>> | undefined>)[name];
      const lines = linesOf(value ?? {}, directives, dialectOf(unit, name));
      return lines.length === 0 ? [] : [{ name, lines }];
    }),
  };
}

function dialectOf(unit: Unit, section: string): Dialect {
  if (!isQuadlet(unit)) return "systemd";
  return OF_SYSTEMD.includes(section) ? "beside-quadlet" : "quadlet";
}

function linesOf(section: object, directives: Directives, dialect: Dialect): readonly UnitLine[] {
  return givenIn(section, directives).flatMap(({ name, directive, value }) =>
    directive.lines(value, dialect).map((line) => ({ key: name, value: line })),
  );
}
