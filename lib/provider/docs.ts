import type { ProviderFunction } from "./framework/function";
import type { ProviderSchemas, Schema } from "./framework/schema";
import { parameterList, schemaSections, typeName } from "./framework/schema-markdown";
import { functions } from "./functions/functions";
import { schemas } from "./schemas";

/** A page of docs/reference/provider: that of one type or function. */
export interface ReferencePage {
  /** Below docs/reference/provider. */
  readonly path: string;
  /** Heading of its part of the index. */
  readonly group: string;
  /** As it is written in HCL. */
  readonly name: string;
  /** One sentence. */
  readonly summary: string;
  /** File of its first example, in the folder `examples`; further ones are named `<type>-<what they show>.tf`. */
  readonly example: string;
  readonly text: (...examples: readonly string[]) => string;
}

const GENERATED = "<!-- Generated from the schemas and the examples: npm run docs -->\n";

const INDEX_HEAD = `# Reference of the provider

One page for each type and function; what they have in common is in [the guide](../../provider.md). Every example is applied by
the tests as it stands, against the simulated Proxmox VE, with the real OpenTofu; [given.tf](examples/given.tf) declares the
variables that examples begin with \`var.\`, and says what they stand for.
`;

/** All pages but the index, those of one group together. */
export function referencePages(
  all: ProviderSchemas = schemas,
  every: readonly ProviderFunction[] = functions,
): readonly ReferencePage[] {
  const types = (group: string, folder: string, prefix: string, found: Readonly<Record<string, Schema>> = {}) =>
    Object.entries(found).map(([name, schema]) => typePage(`${all.name}_${name}`, group, folder, prefix, name, schema));
  return [
    ...types("Resources", "resources", "", all.resources),
    ...types("Data sources", "data-sources", "", all.dataSources),
    ...types("Ephemeral resources", "ephemeral-resources", "ephemeral_", all.ephemeralResources),
    ...every.map((one) => functionPage(all.name, one)),
  ].map((page, _index, pages) => {
    // A data source beside a resource of the same name has its example apart.
    const first = pages.find(({ example }) => example === page.example);
    return first === page ? page : { ...page, example: `data_${page.example}` };
  });
}

/** The index: the provider block, and the way to every page. */
export function referenceIndex(all: ProviderSchemas = schemas, pages = referencePages()): string {
  const groups = [...new Set(pages.map(({ group }) => group))];
  const parts = groups.map((group) => {
    const lines = pages
      .filter((page) => page.group === group)
      .map(({ name, path, summary }) => `- [\`${name}\`](${path}): ${summary}\n`);
    return `## ${group}\n\n${lines.join("")}`;
  });
  const block = schemaSections(all.provider).map((section) => section.replace("## What you give\n", ""));
  const provider = `## Provider block\n\n${all.provider.description}\n${block.join("\n")}`;
  return [GENERATED, INDEX_HEAD, ...parts, provider].join("\n");
}

function typePage(
  type: string,
  group: string,
  folder: string,
  prefix: string,
  name: string,
  schema: Schema,
): ReferencePage {
  const { description } = schema;
  const kind = group.slice(0, -1);
  return {
    path: `${folder}/${name}.md`,
    group,
    name: type,
    summary: firstSentence(description),
    example: `${prefix}${name}.tf`,
    text: (...examples) =>
      [GENERATED, `# ${kind} \`${type}\`\n`, `${description}\n`, shown(examples), ...schemaSections(schema)].join("\n"),
  };
}

function functionPage(provider: string, described: ProviderFunction): ReferencePage {
  const { name, summary, description, parameters, variadic, returns } = described;
  const all = variadic === undefined ? parameters : [...parameters, variadic];
  const taken = [...parameters.map((one) => one.name), ...(variadic === undefined ? [] : [`${variadic.name}…`])];
  const call = `provider::${provider}::${name}`;
  return {
    path: `functions/${name}.md`,
    group: "Functions",
    name: call,
    summary: `${summary}.`,
    example: `function_${name}.tf`,
    text: (...examples) =>
      [
        GENERATED,
        `# Function \`${call}\`\n`,
        `${summary}. ${description}\n`,
        shown(examples),
        `## Call\n\n\`${call}(${taken.join(", ")})\` gives a ${typeName(returns)}.\n`,
        parameterList(all),
      ].join("\n"),
  };
}

function shown(examples: readonly string[]): string {
  const blocks = examples.map((example) => `\`\`\`hcl\n${example}\`\`\`\n`);
  return [`## Example${blocks.length > 1 ? "s" : ""}\n`, ...blocks].join("\n");
}

function firstSentence(text: string): string {
  return /^.*?[.](?= |$)/.exec(text)?.[0] ?? text;
}
