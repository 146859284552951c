import { check, shorten } from "../values/check";
import type { Problem } from "../values/config-error";
import { withoutUndefined } from "../values/without-undefined";
import { givenIn, requiredIn, type Directive, type Directives, type Given } from "./directive";
import { duplicateMounts } from "./rules/duplicate-mounts";
import { kindRules } from "./rules/kind-rules";
import { nearest } from "./rules/nearest";
import { kindOf, kinds, QUADLET_KINDS, type Unit, type UnitKind } from "./schema";

const NAME = /^[A-Za-z0-9:_][A-Za-z0-9:_.@\\-]*$/;

/** Checks a unit. Late values pass unseen: whoever fills them in checks again. Units that it names are not looked into. */
export function validateUnit(unit: Unit): readonly Problem[] {
  return problemsOf(withoutUndefined(unit));
}

function problemsOf(unit: Unit): readonly Problem[] {
  const name: unknown = (unit as { name?: unknown } | undefined)?.name;
  const kind = typeof name === "string" ? kindOf(name) : undefined;
  if (kind === undefined || !NAME.test(unit.name) || unit.name.length > 255) return [unsoundName(name)];
  const sections: Readonly<Record<string, Directives>> = kinds[kind];
  const problems = [
    ...Object.keys(unit)
      .filter((key) => key !== "name" && !Object.hasOwn(sections, key))
      .map((key) => unknownSection(key, kind)),
    ...Object.entries(sections).flatMap(([section, directives]) => sectionProblems(unit, kind, section, directives)),
    ...duplicateMounts(unit),
    ...kindRules(unit),
  ];
  return QUADLET_KINDS.includes(kind) ? problems.map(asQuadletProblem) : problems;
}

/** Rules that units and quadlets share carry the name of the module that the user knows. */
function asQuadletProblem(problem: Problem): Problem {
  return { ...problem, code: problem.code.replace(/^unit\//, "quadlet/") };
}

function sectionProblems(unit: Unit, kind: UnitKind, section: string, directives: Directives): readonly Problem[] {
  const value: unknown = (unit as unknown as Record<string, unknown>)[section];
  const own = section.toLowerCase() === kind;
  if (value === undefined && !own) return [];
  if (typeof value !== "object" || value === null || Array.isArray(value)) return [noSection(section, value)];
  const given = givenIn(value, directives).flatMap((each) => directiveProblems(section, each));
  return [...unknownDirectives(value, section, directives), ...given, ...missing(value, section, directives)];
}

function directiveProblems(section: string, { name, directive, value }: Given): readonly Problem[] {
  const problems = check(directive.schema, value, "unit");
  return problems
    .map((problem) => (directive.secret === true ? withoutValue(problem) : problem))
    .map((problem) => withForm({ ...problem, path: [section, name, ...problem.path] }, directive));
}

/** Where a program is, is no secret. */
function withoutValue(problem: Problem): Problem {
  if (problem.code === "unit/invalid-command") return problem;
  return Object.fromEntries(Object.entries(problem).filter(([key]) => key !== "got")) as unknown as Problem;
}

/** Where a whole value has the wrong type, the form that it should have says more than the type's name. */
function withForm(problem: Problem, { form }: Directive<unknown>): Problem {
  const [, name = "", ...inner] = problem.path;
  if (form === undefined || problem.code !== "unit/invalid-type" || inner.length > 1) return problem;
  return { ...problem, what: `${name} is not written like this here`, fix: `write it as ${name}: ${form}` };
}

function missing(value: object, section: string, directives: Directives): readonly Problem[] {
  const given = value as Readonly<Record<string, unknown>>;
  return requiredIn(directives)
    .filter((name) => given[name] === undefined)
    .map((name) => ({
      code: "unit/missing-directive",
      severity: "error",
      path: [section, name],
      what: `[${section}] needs ${name}`,
      fix: `set ${name}`,
    }));
}

function noSection(section: string, value: unknown): Problem {
  return {
    code: "unit/invalid-type",
    severity: "error",
    path: [section],
    what: `the section [${section}] is ${value === undefined ? "not there" : "not an object"}`,
    allowed: "an object with directives",
    fix: `write ${section}: { … }`,
  };
}

function unknownDirectives(value: object, section: string, directives: Directives): readonly Problem[] {
  return Object.keys(value)
    .filter((key) => !Object.hasOwn(directives, key))
    .map((key) => ({
      code: "unit/unknown-directive",
      severity: "error",
      path: [section, key],
      what: `[${section}] has no directive ${shorten(key)}`,
      allowed: allowedNames(Object.keys(directives)),
      fix: suggestion(key, Object.keys(directives)),
    }));
}

/** Some sections have hundreds of directives. */
function allowedNames(names: readonly string[]): string {
  return names.length <= MOST_NAMES ? names.join(", ") : `the ${names.length} directives that the manual lists`;
}

const MOST_NAMES = 120;

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
