import type { Parameter } from "./function";
import type { Attribute, Attributes, AttributeType, IdentitySchema, Schema } from "./schema";

/** What a schema says, as Markdown that Prettier leaves as it is: sections of the second level. */
export function schemaSections({ attributes, identity }: Schema): readonly string[] {
  const [given, told] = [false, true].map((computed) =>
    Object.fromEntries(Object.entries(attributes).filter(([, { mode }]) => (mode === "computed") === computed)),
  ) as [Attributes, Attributes];
  return [
    ...section("What you give", given),
    ...section("What it tells", told),
    ...(identity === undefined ? [] : [identitySection(identity)]),
  ];
}

/** What a function takes, one line each. */
export function parameterList(parameters: readonly Parameter[]): string {
  return parameters
    .map(({ name, type, description, nullable }) => {
      const traits = [typeName(type), ...(nullable === true ? ["may be null"] : [])];
      return `- \`${name}\` (${traits.join(", ")}): ${description}\n`;
    })
    .join("");
}

/** A type in words, such as `list of strings`. */
export function typeName(type: AttributeType): string {
  if (type === "dynamic") return "any type";
  if (typeof type === "string") return type;
  const [[kind, inner] = ["", "string" as AttributeType]] = Object.entries(type) as [string, AttributeType][];
  return `${kind} of ${inner === "dynamic" ? "any type" : `${typeName(inner)}s`}`;
}

function section(title: string, attributes: Attributes): readonly string[] {
  return Object.keys(attributes).length === 0 ? [] : [`## ${title}\n\n${list(attributes, "")}`];
}

function identitySection({ attributes }: IdentitySchema): string {
  const lines = Object.entries(attributes).map(([name, { type, description, optional }]) => {
    const traits = [typeName(type), optional === true ? "optional" : "required"];
    return `- \`${name}\` (${traits.join(", ")}): ${description}\n`;
  });
  return `## Identity\n\nBy which OpenTofu knows it, and \`import { identity = { … } }\` takes it over:\n\n${lines.join("")}`;
}

function list(attributes: Attributes, indent: string): string {
  return Object.entries(attributes)
    .map(([name, attribute]) => {
      const inner = "nested" in attribute ? list(attribute.attributes, `${indent}  `) : "";
      return `${indent}- \`${name}\` (${traitsOf(attribute).join(", ")}): ${attribute.description}\n${inner}`;
    })
    .join("");
}

function traitsOf(attribute: Attribute): readonly string[] {
  const { mode, writeOnly, sensitive, replace } = attribute;
  return [
    "nested" in attribute ? nestedName(attribute.nested) : typeName(attribute.type),
    attribute.default === undefined ? mode.replace("-", " or ") : `default \`${JSON.stringify(attribute.default)}\``,
    ...(writeOnly === true ? ["write-only"] : []),
    ...(sensitive === true ? ["sensitive"] : []),
    ...(replace === true ? ["a change replaces the resource"] : []),
  ];
}

function nestedName(nesting: string): string {
  return nesting === "single" ? "object" : `${nesting} of objects`;
}
