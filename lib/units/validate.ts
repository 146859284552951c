import { z } from "zod";
import { check, shorten } from "../values/check";
import type { Problem } from "../values/config-error";
import type { Directives } from "./directive";
import { duplicateMounts } from "./rules/duplicate-mounts";
import { kindRules } from "./rules/kind-rules";
import { kindOf, kinds, QUADLET_KINDS, type Unit, type UnitKind } from "./schema";
import { nearest } from "./rules/nearest";

const NAME = /^[A-Za-z0-9:_][A-Za-z0-9:_.@\\-]*$/;

/** Checks a unit. Late values pass unseen: whoever fills them in checks again. */
export function validateUnit(unit: Unit): readonly Problem[] {
  const name: unknown = (unit as { name?: unknown } | undefined)?.name;
  const kind = typeof name === "string" ? kindOf(name) : undefined;
  if (kind === undefined || !NAME.test(unit.name) || unit.name.length > 255) return [unsoundName(name)];
  const sections: Readonly<Record<string, Directives>> = kinds[kind];
  const problems = [
    ...Object.keys(unit)
      .filter((key) => key !== "name" && !Object.hasOwn(sections, key))
      .map((key) => unknownSection(key, kind)),
    ...Object.entries(sections).flatMap(([section, directives]) => sectionProblems(unit, section, directives)),
    ...duplicateMounts(unit),
    ...kindRules(unit),
  ];
  return QUADLET_KINDS.includes(kind) ? problems.map(asQuadletProblem) : problems;
}

/** Rules that units and quadlets share carry the name of the module that the user knows. */
function asQuadletProblem(problem: Problem): Problem {
  return { ...problem, code: problem.code.replace(/^unit\//, "quadlet/") };
}

function sectionProblems(unit: Unit, section: string, directives: Directives): readonly Problem[] {
  const value: unknown = (unit as unknown as Record<string, unknown>)[section];
  const needed = Object.values(directives).some((directive) => "required" in directive);
  if (value === undefined && !needed) return [];
  const unknown = typeof value !== "object" || value === null ? [] : unknownDirectives(value, section, directives);
  const schema = z.object({ [section]: sectionSchema(directives) });
  const problems = check(schema, { [section]: value }, "unit").map((problem) => withForm(problem, directives));
  return [...unknown, ...problems, ...missing(value, section, directives)];
}

/** Where a whole value has the wrong type, the form that it should have says more than the type's name. */
function withForm(problem: Problem, directives: Directives): Problem {
  const [, name = "", ...inner] = problem.path;
  const form = directives[name]?.form;
  if (form === undefined || problem.code !== "unit/invalid-type" || inner.length > 1) return problem;
  return { ...problem, what: `${name} is not written like this here`, fix: `write it as ${name}: ${form}` };
}

const sectionSchemas = new WeakMap<Directives, z.ZodType>();

/** Made once a section, since that takes longer than a check. */
function sectionSchema(directives: Directives): z.ZodType {
  const known = sectionSchemas.get(directives);
  if (known !== undefined) return known;
  const schema = z.object(
    Object.fromEntries(Object.entries(directives).map(([name, directive]) => [name, directive.schema.optional()])),
  );
  sectionSchemas.set(directives, schema);
  return schema;
}

function missing(value: unknown, section: string, directives: Directives): readonly Problem[] {
  if (typeof value !== "object" || value === null) return [];
  const given = value as Readonly<Record<string, unknown>>;
  return Object.entries(directives)
    .filter(([name, directive]) => "required" in directive && given[name] === undefined)
    .map(([name]) => ({
      code: "unit/missing-directive",
      severity: "error",
      path: [section, name],
      what: `[${section}] needs ${name}`,
      fix: `set ${name}`,
    }));
}

function unknownDirectives(value: object, section: string, directives: Directives): readonly Problem[] {
  const allowed = Object.keys(directives);
  return Object.keys(value)
    .filter((key) => !allowed.includes(key))
    .map((key) => ({
      code: "unit/unknown-directive",
      severity: "error",
      path: [section, key],
      what: `[${section}] has no directive ${shorten(key)}`,
      allowed: allowed.join(", "),
      fix: suggestion(key, allowed),
    }));
}

function unknownSection(key: string, kind: UnitKind): Problem {
  const allowed = Object.keys(kinds[kind]);
  return {
    code: "unit/unknown-section",
    severity: "error",
    path: [key],
    what: `a .${kind} unit has no section ${shorten(key)}`,
    allowed: allowed.join(", "),
    fix: suggestion(key, allowed),
  };
}

function suggestion(key: string, allowed: readonly string[]): string {
  const close = nearest(key, allowed);
  return close === undefined ? `remove ${shorten(key)}` : `write ${close}`;
}

function unsoundName(name: unknown): Problem {
  return {
    code: "unit/invalid-name",
    severity: "error",
    path: ["name"],
    what: "not the name of a unit",
    got: shorten(name),
    allowed: `letters, digits and \`:_.@-\`, then ${Object.keys(kinds)
      .map((kind) => `.${kind}`)
      .join(" ")}`,
    fix: 'give a name such as "web.container"',
  };
}
