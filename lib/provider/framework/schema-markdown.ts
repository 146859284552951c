import type { Attribute, Attributes, AttributeType, ProviderSchemas, Schema } from "./schema";

/** Everything that a provider's schemas say, as Markdown that Prettier leaves as it is. */
export function schemasMarkdown({ name, provider, resources, dataSources }: ProviderSchemas): string {
  const each = (noun: string, all: Readonly<Record<string, Schema>>): string =>
    Object.entries(all)
      .map(([type, schema]) => `### ${noun} \`${name}_${type}\`\n\n${schemaMarkdown(schema)}`)
      .join("\n");
  return [
    `## Provider block\n\n${schemaMarkdown(provider)}`,
    `## Resources\n\n${each("Resource", resources)}`,
    `## Data sources\n\n${each("Data source", dataSources)}`,
  ].join("\n");
}

function schemaMarkdown({ description, attributes }: Schema): string {
  const [given, told] = [false, true].map((computed) =>
    Object.fromEntries(Object.entries(attributes).filter(([, { mode }]) => (mode === "computed") === computed)),
  ) as [Attributes, Attributes];
  const heads = Object.keys(told).length === 0 ? "" : `\nWhat it tells:\n\n${list(told, "")}`;
  return `${description}\n\n${list(given, "")}${heads}`;
}

function list(attributes: Attributes, indent: string): string {
  return Object.entries(attributes)
    .map(([name, attribute]) => {
      const inner = "nested" in attribute ? list(attribute.attributes, `${indent}  `) : "";
      return `${indent}- \`${name}\` (${traits(attribute).join(", ")}): ${attribute.description}\n${inner}`;
    })
    .join("");
}

function traits(attribute: Attribute): readonly string[] {
  const { mode, writeOnly, sensitive, replace } = attribute;
  return [
    "nested" in attribute ? nestedName(attribute.nested) : typeName(attribute.type),
    attribute.default === undefined ? mode.replace("-", " or ") : `default \`${JSON.stringify(attribute.default)}\``,
    ...(writeOnly === true ? ["write-only"] : []),
    ...(sensitive === true ? ["sensitive"] : []),
    ...(replace === true ? ["a change replaces the resource"] : []),
  ];
}

function nestedName(nesting: "single" | "list" | "map"): string {
  return nesting === "single" ? "object" : `${nesting} of objects`;
}

function typeName(type: AttributeType): string {
  if (typeof type === "string") return type;
  const [[kind, inner] = ["", "string" as AttributeType]] = Object.entries(type) as [string, AttributeType][];
  return `${kind} of ${typeName(inner)}s`;
}
