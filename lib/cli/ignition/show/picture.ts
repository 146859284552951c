import type { IgnitionConfig } from "../../../ignition/schema";
import { columns, type Style } from "../style";
import { accounts } from "./accounts";
import { disks } from "./disks";
import { nodes } from "./nodes";
import type { Section } from "./section";
import { settings } from "./settings";
import { units } from "./units";

/** All that a config says, in parts. No content and no secret is in it. */
export function sectionsOf(config: IgnitionConfig): readonly Section[] {
  return [settings, accounts, disks, nodes, units].flatMap((part) => part(config));
}

/** The parts that say something, each below its title. */
export function drawSections(sections: readonly Section[], style: Style): string {
  return sections
    .filter(({ rows }) => rows.length > 0)
    .map(
      ({ title, rows }) =>
        `\n${style.bold(title)}\n${columns(rows)
          .map((line) => `  ${line}\n`)
          .join("")}`,
    )
    .join("");
}
