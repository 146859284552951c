import { existsSync, readFileSync } from "node:fs";
import { join } from "node:path";
import type { Parameter, Parameters, PropertyFormat } from "../../lib/lab/pve/parameters/parameter";
import { allRoutes } from "../../lib/lab/pve/routes/all-routes";
import type { Route } from "../../lib/lab/pve/routes/route";

/** The API description that Proxmox publishes. It is no part of this project, so not everybody has it. */
const descriptionFile = join(__dirname, "../../../shared/reference/pve-api-9.1.json");
const present = existsSync(descriptionFile);

type Described = Readonly<Record<string, unknown>>;

interface DescribedCall {
  readonly parameters: { readonly properties?: Readonly<Record<string, Described>> };
  readonly permissions?: { readonly user?: string; readonly check?: readonly unknown[] };
}

const calls = present ? (JSON.parse(readFileSync(descriptionFile, "utf8")) as Record<string, DescribedCall>) : {};

(present ? describe : describe.skip)("The lab's routes", () => {
  it.each(allRoutes.map((route) => [`${route.method} ${route.path}`, route] as const))(
    "%s is what Proxmox VE 9.1 describes",
    (name, route) => {
      const call = calls[name];

      expect(call).toBeDefined();
      expect(call === undefined ? [] : differences(route, call)).toEqual([]);
    },
  );

  it("serves no call twice", () => {
    const names = allRoutes.map(({ method, path }) => `${method} ${path}`);

    expect(names).toEqual([...new Set(names)]);
  });
});

function differences(route: Route, call: DescribedCall): string[] {
  const described = call.parameters.properties ?? {};
  const missing = Object.entries(described)
    .filter(([name, { optional }]) => optional !== 1 && !(name in route.parameters))
    .map(([name]) => `${name}: required, but not declared`);
  return [...missing, ...parameterDifferences(route.parameters, described), ...permissionDifferences(route, call)];
}

function parameterDifferences(declared: Parameters, described: Readonly<Record<string, Described>>): string[] {
  return Object.entries(declared).flatMap(([name, parameter]) => {
    const there = described[name];
    return there === undefined ? [`${name}: not described`] : compare(name, parameter, there);
  });
}

function compare(name: string, declared: Parameter, described: Described): string[] {
  const facts: [string, unknown, unknown][] = [
    ["type", declared.type, described["type"]],
    ["optional", declared.optional === true, described["optional"] === 1],
    ["minimum", declared.minimum, numeric(described["minimum"])],
    ["maximum", declared.maximum, numeric(described["maximum"])],
    ["minLength", declared.minLength, described["minLength"]],
    ["maxLength", declared.maxLength, described["maxLength"]],
    ["enum", sorted(declared.enum), sorted(described["enum"])],
    ["pattern", declared.pattern, perlFree(described["pattern"])],
    ["requires", declared.requires, described["requires"]],
  ];
  const own = facts
    .filter(([, mine, theirs]) => JSON.stringify(mine) !== JSON.stringify(theirs))
    .map(([fact, mine, theirs]) => `${name}: ${fact} is ${JSON.stringify(mine)}, described ${JSON.stringify(theirs)}`);
  return [...own, ...formatDifferences(name, declared, described)];
}

/** A format may be left unchecked, but not be another one. */
function formatDifferences(name: string, { format }: Parameter, described: Described): string[] {
  if (format === undefined) {
    return [];
  }
  if (typeof format === "string" || typeof described["format"] !== "object") {
    return format === described["format"] ? [] : [`${name}: format ${String(format)}`];
  }
  return listDifferences(name, format, described["format"] as Readonly<Record<string, Described>>);
}

function listDifferences(
  name: string,
  format: PropertyFormat,
  described: Readonly<Record<string, Described>>,
): string[] {
  return Object.entries(format).flatMap(([key, declared]) => {
    const there = described[key];
    const label = `${name}.${key}`;
    if (there === undefined) {
      return [`${label}: not described`];
    }
    if ("alias" in declared) {
      const same = declared.alias === there["alias"] && declared.keyAlias === there["keyAlias"];
      return same ? [] : [`${label}: another alias`];
    }
    const isDefault = (declared.default_key ?? false) === (there["default_key"] === 1);
    return [...(isDefault ? [] : [`${label}: default key`]), ...compare(label, declared, there)];
  });
}

/** Simple checks are declared as they are described; the others are made by the handlers. */
function permissionDifferences({ permission }: Route, { permissions }: DescribedCall): string[] {
  const [kind, path, privileges, any] = permissions?.check ?? [];
  const described = kind === "perm" ? { path, privileges, ...(any === "any" ? { any: true } : {}) } : undefined;
  return JSON.stringify(permission) === JSON.stringify(described)
    ? []
    : [`permission is ${JSON.stringify(permission)}, described ${JSON.stringify(permissions)}`];
}

function numeric(value: unknown): number | undefined {
  return value === undefined ? undefined : Number(value);
}

function sorted(values: unknown): readonly string[] | undefined {
  return Array.isArray(values) ? [...(values as string[])].sort() : undefined;
}

/** Perl writes `(?^:` where JavaScript writes `(?:`. */
function perlFree(pattern: unknown): string | undefined {
  return typeof pattern === "string" ? pattern.replaceAll("(?^:", "(?:") : undefined;
}
