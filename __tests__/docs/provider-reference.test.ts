import { readdirSync, readFileSync } from "node:fs";
import { join } from "node:path";
import { furtherExamples, providerPages } from "../../lib/docs/provider-pages";
import { referencePages } from "../../lib/provider/docs";
import type { ProviderSchemas } from "../../lib/provider/framework/schema";
import { functions } from "../../lib/provider/functions/functions";
import { schemas } from "../../lib/provider/schemas";
import { ROOT } from "./pages";

const FOLDER = join(ROOT, "docs/reference/provider");
const pages = referencePages();
const written = (folder: string, ending: string): readonly string[] =>
  readdirSync(folder, { recursive: true, encoding: "utf8" })
    .filter((name) => name.endsWith(ending))
    .sort();

describe("docs/reference/provider", () => {
  it("says what the schemas and the examples say (else: npm run docs)", () => {
    const found = Object.fromEntries(
      written(FOLDER, ".md").map((name) => [name, readFileSync(join(FOLDER, name), "utf8")]),
    );

    expect(found).toEqual(providerPages(FOLDER));
  });

  it("has a page for every type and function", () => {
    const types = (folder: string, all: object): readonly string[] =>
      Object.keys(all).map((name) => `${folder}/${name}.md`);

    expect(pages.map(({ path }) => path).sort()).toEqual(
      [
        ...types("resources", schemas.resources),
        ...types("data-sources", schemas.dataSources),
        ...types("ephemeral-resources", schemas.ephemeralResources),
        ...functions.map(({ name }) => `functions/${name}.md`),
      ].sort(),
    );
  });

  it("has an example for every page, and none that no page shows", () => {
    const shown = pages.flatMap(({ example }) => [example, ...furtherExamples(FOLDER, example)]);

    expect(written(join(FOLDER, "examples"), ".tf")).toEqual([...shown, "given.tf"].sort());
    expect(new Set(shown).size).toBe(shown.length);
  });

  it("shows in each example what its page is about", () => {
    const wrong = pages.flatMap(({ group, name, example }) => {
      const block = { Resources: "resource", "Data sources": "data", "Ephemeral resources": "ephemeral" }[group];
      return [example, ...furtherExamples(FOLDER, example)].filter((file) => {
        const text = readFileSync(join(FOLDER, "examples", file), "utf8");
        return !text.includes(block === undefined ? `${name}(` : `${block} "${name}" "`);
      });
    });

    expect(wrong).toEqual([]);
  });
});

describe("a page of the reference", () => {
  const all: ProviderSchemas = {
    name: "toy",
    provider: { version: 0, description: "Toys.", attributes: {} },
    resources: {
      box: {
        version: 0,
        description: "A box. It is square.",
        identity: { version: 0, attributes: { id: { type: "number", description: "Its id." } } },
        attributes: {
          lid: { type: "string", mode: "optional-computed", default: "oak", replace: true, description: "Its lid." },
          key_wo: { type: "string", mode: "required", writeOnly: true, sensitive: true, description: "Its key." },
          parts: {
            nested: "list",
            mode: "optional",
            description: "Its parts.",
            attributes: { names: { type: { set: "string" }, mode: "required", description: "Names of the part." } },
          },
          size: { type: "number", mode: "computed", description: "Its size." },
        },
      },
    },
    dataSources: { box: { version: 0, description: "What is in a box", attributes: {} } },
  };

  it("tells of each attribute its type, who sets it, and what a change does", () => {
    expect(referencePages(all, [])[0]?.text('resource "toy_box" "a" {}\n')).toBe(
      `${[
        "<!-- Generated from the schemas and the examples: npm run docs -->\n",
        "# Resource `toy_box`\n",
        "A box. It is square.\n",
        '## Example\n\n```hcl\nresource "toy_box" "a" {}\n```\n',
        "## What you give\n",
        '- `lid` (string, default `"oak"`, a change replaces the resource): Its lid.',
        "- `key_wo` (string, required, write-only, sensitive): Its key.",
        "- `parts` (list of objects, optional): Its parts.",
        "  - `names` (set of strings, required): Names of the part.\n",
        "## What it tells\n",
        "- `size` (number, computed): Its size.\n",
        "## Identity\n",
        "By which OpenTofu knows it, and `import { identity = { … } }` takes it over:\n",
        "- `id` (number, required): Its id.",
      ].join("\n")}\n`,
    );
  });

  it("shows several examples one after another", () => {
    expect(referencePages(all, [])[0]?.text("a\n", "b\n")).toContain(
      "A box. It is square.\n\n## Examples\n\n```hcl\na\n```\n\n```hcl\nb\n```\n\n## What you give\n",
    );
  });

  it("has an example of its own where resource and data source have one name", () => {
    expect(referencePages(all, []).map(({ path, example, summary }) => [path, example, summary])).toEqual([
      ["resources/box.md", "box.tf", "A box."],
      ["data-sources/box.md", "data_box.tf", "What is in a box"],
    ]);
  });
});
