import { isSensitive, type Attribute, type Attributes, type Schema } from "../framework/schema";
import { tfplugin6 } from "../rpc/generated/messages";
import { typeToJson } from "./type-json";

/** A schema as the protocol has it. */
export function schemaMessage(schema: Schema): tfplugin6.Schema.$Properties {
  return {
    version: schema.version,
    block: {
      version: schema.version,
      attributes: attributeMessages(schema.attributes),
      description: schema.description,
      descriptionKind: tfplugin6.StringKind.MARKDOWN,
    },
  };
}

function attributeMessages(attributes: Attributes): tfplugin6.Schema.Attribute.$Properties[] {
  return Object.entries(attributes).map(([name, attribute]) => attributeMessage(name, attribute));
}

const { SINGLE, LIST, MAP } = tfplugin6.Schema.Object.NestingMode;
const nestings = { single: SINGLE, list: LIST, map: MAP };

function attributeMessage(name: string, attribute: Attribute): tfplugin6.Schema.Attribute.$Properties {
  const { mode } = attribute;
  return {
    name,
    ...("nested" in attribute
      ? { nestedType: { attributes: attributeMessages(attribute.attributes), nesting: nestings[attribute.nested] } }
      : { type: Buffer.from(JSON.stringify(typeToJson(attribute.type))) }),
    description: attribute.description,
    descriptionKind: tfplugin6.StringKind.MARKDOWN,
    required: mode === "required",
    optional: mode === "optional" || mode === "optional-computed",
    computed: mode === "computed" || mode === "optional-computed",
    sensitive: isSensitive(attribute),
    writeOnly: attribute.writeOnly ?? false,
  };
}
