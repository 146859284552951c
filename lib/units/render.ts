import { refuseErrors } from "../values/config-error";
import { refuseLate } from "../values/late-left";
import type { Directives } from "./directive";
import type { Dialect } from "./escape";
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
  refuseLate(unit, isQuadlet(unit) ? "quadlet" : "unit");
  const kind = kindOf(unit.name);
  const sections: Readonly<Record<string, Directives>> = kind === undefined ? {} : kinds[kind];
  return Object.entries(sections)
    .flatMap(([section, directives]) => {
      const value = (unit as unknown as Record<string, Readonly<Record<string, unknown>> | undefined>)[section];
      const dialect = isQuadlet(unit) && !OF_SYSTEMD.includes(section) ? "quadlet" : "systemd";
      const lines = sectionLines(value ?? {}, directives, dialect);
      return lines.length === 0 ? [] : [`[${section}]\n${lines.join("")}`];
    })
    .join("\n");
}

function sectionLines(
  value: Readonly<Record<string, unknown>>,
  directives: Directives,
  dialect: Dialect,
): readonly string[] {
  return Object.entries(directives).flatMap(([name, directive]) => {
    const item = value[name];
    return item === undefined ? [] : directive.lines(item, dialect).map((line) => `${name}=${line}\n`);
  });
}
