import type { Schema } from "../../../lib/provider/framework/schema";
import { tfplugin6 } from "../../../lib/provider/rpc/generated/messages";
import { pathMessage } from "../../../lib/provider/wire/attribute-path";
import { diagnosticMessages } from "../../../lib/provider/wire/diagnostic-message";
import { schemaMessage } from "../../../lib/provider/wire/schema-message";
import { objectType } from "../../../lib/provider/wire/type";

const schema: Schema = {
  version: 2,
  description: "Things.",
  attributes: {
    name: { type: "string", mode: "required", description: "Name." },
    tags: { type: { set: "string" }, mode: "optional-computed", sensitive: true, description: "Tags." },
    labels: { type: { map: "string" }, mode: "optional", description: "Labels." },
    parts: {
      nested: "list",
      mode: "optional",
      description: "Parts.",
      attributes: {
        key: { type: "string", mode: "optional", writeOnly: true, description: "Key." },
        hash: { type: "string", mode: "computed", description: "Hash." },
      },
    },
    others: { nested: "map", mode: "computed", description: "Others.", attributes: {} },
    one: { nested: "single", mode: "optional", description: "One.", attributes: {} },
  },
};
const type = objectType(schema.attributes);
const MARKDOWN = 1;
const flags = { required: false, optional: false, computed: false, sensitive: false, writeOnly: false };

it("schemaMessage writes a schema as the protocol has it", () => {
  expect(schemaMessage(schema)).toEqual({
    version: 2,
    block: {
      version: 2,
      description: "Things.",
      descriptionKind: MARKDOWN,
      attributes: [
        {
          ...{ name: "name", type: Buffer.from('"string"'), description: "Name.", descriptionKind: MARKDOWN },
          ...{ ...flags, required: true },
        },
        {
          ...{ name: "tags", type: Buffer.from('["set","string"]'), description: "Tags.", descriptionKind: MARKDOWN },
          ...{ ...flags, optional: true, computed: true, sensitive: true },
        },
        {
          ...{
            name: "labels",
            type: Buffer.from('["map","string"]'),
            description: "Labels.",
            descriptionKind: MARKDOWN,
          },
          ...{ ...flags, optional: true },
        },
        {
          ...{ name: "parts", description: "Parts.", descriptionKind: MARKDOWN, ...flags, optional: true },
          nestedType: {
            nesting: 2,
            attributes: [
              {
                ...{ name: "key", type: Buffer.from('"string"'), description: "Key.", descriptionKind: MARKDOWN },
                ...{ ...flags, optional: true, sensitive: true, writeOnly: true },
              },
              {
                ...{ name: "hash", type: Buffer.from('"string"'), description: "Hash.", descriptionKind: MARKDOWN },
                ...{ ...flags, computed: true },
              },
            ],
          },
        },
        {
          ...{ name: "others", description: "Others.", descriptionKind: MARKDOWN, ...flags, computed: true },
          nestedType: { nesting: 4, attributes: [] },
        },
        {
          ...{ name: "one", description: "One.", descriptionKind: MARKDOWN, ...flags, optional: true },
          nestedType: { nesting: 1, attributes: [] },
        },
      ],
    },
  });
});

describe("pathMessage", () => {
  it.each([
    ["an attribute", ["name"], [{ attributeName: "name" }]],
    ["into a list", ["parts", 1, "key"], [{ attributeName: "parts" }, { elementKeyInt: 1 }, { attributeName: "key" }]],
    ["into a map", ["labels", "a"], [{ attributeName: "labels" }, { elementKeyString: "a" }]],
    ["to a set, not into it", ["tags", 0], [{ attributeName: "tags" }]],
    ["as far as the schema goes", ["parts", 0, "lost", "x"], [{ attributeName: "parts" }, { elementKeyInt: 0 }]],
  ])("leads %s", (_name, path, steps) => {
    expect(pathMessage(type, path)).toEqual({ steps });
  });
});

it("diagnosticMessages leaves out a path that leads nowhere", () => {
  expect(
    diagnosticMessages(type, [
      { severity: "error", summary: "A", detail: "a", path: ["name"] },
      { severity: "warning", summary: "B", detail: "b", path: [] },
    ]),
  ).toEqual([
    { severity: 1, summary: "A", detail: "a", attribute: { steps: [{ attributeName: "name" }] } },
    { severity: 2, summary: "B", detail: "b" },
  ]);
});

it("the generated messages read 64-bit integers as numbers, whatever else is installed", () => {
  const { Request } = tfplugin6.UpgradeResourceState;

  expect(Request.decode(Request.encode({ version: 1 }).finish()).version).toBe(1);
});
