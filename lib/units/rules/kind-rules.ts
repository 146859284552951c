import type { Problem } from "../../values/config-error";
import { kindOf, kinds, type Unit } from "../schema";
import { containerRules } from "./container-rules";
import { resourceRules } from "./resource-rules";
import { serviceRules } from "./service-rules";
import { triggerRules } from "./trigger-rules";

/** What the parsers demand beyond single directives. Sections that do not belong into the unit are not looked at. */
export function kindRules(unit: Unit): readonly Problem[] {
  const kind = kindOf(unit.name);
  const sections = kind === undefined ? [] : Object.keys(kinds[kind]);
  const own = Object.fromEntries(Object.entries(unit).filter(([key]) => sections.includes(key)));
  const known = { ...own, name: unit.name };
  return [...containerRules(known), ...resourceRules(known), ...serviceRules(known), ...triggerRules(known)];
}
