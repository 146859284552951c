import type { Attributes, Schema } from "../../../lib/provider/framework/schema";
import { schemas } from "../../../lib/provider/schemas";

/** Every attribute of the provider that takes a secret, as `files.content_wo`: what is write-only or sensitive. */
export function secretInputs(): readonly string[] {
  const of = (name: string, { attributes }: Schema): readonly string[] =>
    secretNames(attributes).map((attribute) => `${name}.${attribute}`);
  const each = (prefix: string, all: Readonly<Record<string, Schema>>): readonly string[] =>
    Object.entries(all).flatMap(([type, schema]) => of(prefix + type, schema));
  return [
    ...of("provider", schemas.provider),
    ...each("", schemas.resources),
    ...each("data.", schemas.dataSources),
    ...each("ephemeral.", schemas.ephemeralResources),
  ].sort();
}

function secretNames(attributes: Attributes): readonly string[] {
  return Object.entries(attributes).flatMap(([name, attribute]) => {
    const { mode, writeOnly, sensitive } = attribute;
    const own = mode !== "computed" && (writeOnly === true || sensitive === true) ? [name] : [];
    return "nested" in attribute ? [...own, ...secretNames(attribute.attributes)] : own;
  });
}
