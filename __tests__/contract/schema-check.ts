/** A provider's schema as `tofu providers schema -json` prints it, as far as it is needed here. */
export interface Block {
  readonly attributes?: Readonly<Record<string, Attribute>>;
  readonly block_types?: Readonly<
    Record<
      string,
      { readonly nesting_mode: string; readonly block: Block; readonly min_items?: number; readonly max_items?: number }
    >
  >;
}

interface Attribute {
  readonly type?: Type;
  readonly nested_type?: { readonly attributes: Readonly<Record<string, Attribute>>; readonly nesting_mode: string };
  readonly required?: boolean;
  readonly optional?: boolean;
  readonly computed?: boolean;
}

type Type = string | readonly [string, Type] | readonly ["object", Readonly<Record<string, Type>>];

/** What OpenTofu itself knows on every resource. */
const META = new Set(["depends_on", "lifecycle", "provider", "count", "for_each", "provisioner", "connection"]);

/** Everything in which a resource departs from its schema: unknown keys, missing ones, wrong types. */
export function violations(block: Block, value: Readonly<Record<string, unknown>>, path = ""): readonly string[] {
  const { attributes = {}, block_types: blocks = {} } = block;
  const unknown = Object.keys(value).filter((key) => !(key in attributes) && !(key in blocks) && !META.has(key));
  const missing = Object.keys(attributes).filter(
    (key) => attributes[key]?.required === true && value[key] === undefined,
  );
  return [
    ...unknown.map((key) => `${path}${key} is unknown`),
    ...missing.map((key) => `${path}${key} is missing`),
    ...Object.entries(attributes).flatMap(([key, attribute]) =>
      attributeViolations(attribute, value[key], `${path}${key}`),
    ),
    ...Object.entries(blocks).flatMap(
      ([key, { block: inner, nesting_mode: mode, min_items: min = 0, max_items: max }]) => {
        const items =
          value[key] === undefined ? [] : Array.isArray(value[key]) ? (value[key] as unknown[]) : [value[key]];
        if (items.length < min) return [`${path}${key} is missing`];
        if ((max !== undefined && items.length > max) || (mode === "single" && items.length > 1))
          return [`${path}${key} comes too often`];
        return items.flatMap((item, index) =>
          violations(inner, item as Record<string, unknown>, `${path}${key}[${index}].`),
        );
      },
    ),
  ];
}

function attributeViolations(attribute: Attribute, value: unknown, path: string): readonly string[] {
  if (value === undefined || value === null) return [];
  if (attribute.optional !== true && attribute.required !== true) return [`${path} cannot be set`];
  if (attribute.type !== undefined) return typeViolations(attribute.type, value, path);
  const { attributes = {}, nesting_mode: mode = "single" } = attribute.nested_type ?? {};
  const items = mode === "single" ? [value] : Object.values(value as object);
  return items.flatMap((item: unknown, index) =>
    violations({ attributes }, item as Record<string, unknown>, `${path}[${index}].`),
  );
}

function typeViolations(type: Type, value: unknown, path: string): readonly string[] {
  // An expression: OpenTofu knows its type, JSON does not.
  if (typeof value === "string" && value.startsWith("${")) return [];
  if (typeof type === "string") {
    const wanted = { string: "string", number: "number", bool: "boolean" }[type];
    return wanted === undefined || typeof value === wanted ? [] : [`${path} is a ${typeof value}, not a ${wanted}`];
  }
  const [kind, inner] = type;
  if (kind === "list" || kind === "set") {
    if (!Array.isArray(value)) return [`${path} is no list`];
    return value.flatMap((item, index) => typeViolations(inner as Type, item, `${path}[${index}]`));
  }
  const record = value as Readonly<Record<string, unknown>>;
  if (kind === "map")
    return Object.entries(record).flatMap(([key, item]) => typeViolations(inner as Type, item, `${path}.${key}`));
  const fields = inner as Readonly<Record<string, Type>>;
  // Unlike a block, an object must have every key, be it null.
  const missing = Object.keys(fields).filter((key) => record[key] === undefined);
  const unknown = Object.keys(record).filter((key) => !(key in fields));
  return [
    ...missing.map((key) => `${path}.${key} is missing`),
    ...unknown.map((key) => `${path}.${key} is unknown`),
    ...Object.entries(fields).flatMap(([key, field]) =>
      record[key] === undefined || record[key] === null ? [] : typeViolations(field, record[key], `${path}.${key}`),
    ),
  ];
}
