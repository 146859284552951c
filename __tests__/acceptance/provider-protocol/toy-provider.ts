import { createHash } from "node:crypto";
import { existsSync, readFileSync, rmSync, writeFileSync } from "node:fs";
import { join } from "node:path";
import { setTimeout as sleep } from "node:timers/promises";
import type { Call, DataSource, Provider, Resource } from "../../../lib/provider/framework/resource";
import type { Attributes } from "../../../lib/provider/framework/schema";
import { DiagnosticError, UNKNOWN, type Value, type ValueObject } from "../../../lib/provider/framework/values";
import { serve } from "../../../lib/provider/plugin/serve";

/** A provider whose things are JSON files in a folder: it exercises what the framework does for every resource. */
interface Folder {
  readonly path: string;
}

const file: Attributes = {
  path: { type: "string", mode: "required", description: "Path." },
  mode: { type: "string", mode: "optional-computed", default: "0644", description: "Mode." },
  content_wo: { type: "string", mode: "optional", writeOnly: true, description: "Content." },
  sha256: { type: "string", mode: "computed", description: "Of the content." },
};

const attributes: Attributes = {
  name: { type: "string", mode: "required", replace: true, description: "Name." },
  size: { type: "number", mode: "optional-computed", default: 3, description: "Size." },
  ratio: { type: "number", mode: "optional", description: "Any number." },
  tags: { type: { set: "string" }, mode: "optional", description: "Tags." },
  labels: { type: { map: "string" }, mode: "optional", description: "Labels." },
  files: { nested: "list", mode: "optional", description: "Files.", attributes: file },
  fault: { type: "string", mode: "optional", description: "`create`, `update`, `wait` or `bug`." },
  id: { type: "string", mode: "computed", description: "Kept for life." },
  revision: { type: "string", mode: "computed", description: "New with every change." },
};

const pathOf = (folder: Folder, name: Value | undefined): string => join(folder.path, `${String(name)}.json`);

function withHashes(proposed: ValueObject, config: ValueObject): ValueObject {
  if (!Array.isArray(proposed["files"])) return proposed;
  const contents = config["files"] as readonly ValueObject[];
  const files = (proposed["files"] as readonly ValueObject[]).map((each, index): ValueObject => {
    const content = contents[index]?.["content_wo"] ?? null;
    const hash = typeof content === "string" ? createHash("sha256").update(content).digest("hex") : content;
    return { ...each, sha256: hash };
  });
  return { ...proposed, files };
}

async function save(input: { config: ValueObject; planned: ValueObject }, id: string, call: Call<Folder>) {
  const { config, planned } = input;
  const state = { ...withHashes(planned, config), id, revision: String(process.hrtime.bigint()) };
  if (config["fault"] === "bug") throw new TypeError("a mistake in the code");
  writeFileSync(pathOf(call.client, planned["name"]), JSON.stringify(state));
  // Says to the test that it may interrupt.
  if (config["fault"] === "wait") await sleep(60_000, undefined, { signal: call.signal });
  return state;
}

const thing: Resource<Folder> = {
  name: "thing",
  schema: { version: 0, description: "A thing.", attributes },

  validate: ({ tags, files }) => [
    ...(Array.isArray(tags) && tags.includes("bad")
      ? [{ severity: "error" as const, summary: "Bad tag", detail: "No.", path: ["tags", 0] }]
      : []),
    ...(Array.isArray(files) ? (files as readonly ValueObject[]) : []).flatMap(({ path }, index) =>
      typeof path === "string" && !path.startsWith("/")
        ? [{ severity: "error" as const, summary: "Relative path", detail: path, path: ["files", index, "path"] }]
        : [],
    ),
  ],

  async plan({ prior, config, proposed }) {
    const planned = withHashes(proposed, config);
    const changed = prior !== null && JSON.stringify(prior) !== JSON.stringify(planned, (_, value) => value as unknown);
    return { planned: changed ? { ...planned, revision: UNKNOWN } : planned };
  },

  async create(input, call) {
    const state = await save(input, `id-${String(input.planned["name"])}`, call);
    if (input.config["fault"] !== "create") return state;
    const diagnostic = { severity: "error", summary: "Half made", detail: "As asked.", path: ["fault"] } as const;
    throw new DiagnosticError([diagnostic], state);
  },

  async read({ state }, { client }) {
    const path = pathOf(client, state["name"]);
    return existsSync(path) ? (JSON.parse(readFileSync(path, "utf8")) as ValueObject) : null;
  },

  async update({ prior, config, planned }, call) {
    if (config["fault"] === "update") throw new DiagnosticError([{ severity: "error", summary: "Stuck", detail: "." }]);
    call.warn({ summary: "Updated in place", detail: `From revision ${String(prior["revision"])}.` });
    return save({ config, planned }, String(prior["id"]), call);
  },

  delete: async ({ prior }, { client }) => rmSync(pathOf(client, prior["name"]), { force: true }),
  importState: async (id) => ({ name: id }),
};

const echo: DataSource<Folder> = {
  name: "echo",
  schema: {
    version: 0,
    description: "Gives back what it gets.",
    attributes: {
      value: { type: "dynamic", mode: "optional", description: "Anything." },
      json: { type: "string", mode: "computed", description: "It, as JSON." },
    },
  },
  read: async ({ config }) => ({ value: config["value"] ?? null, json: JSON.stringify(config["value"]) }),
};

const provider: Provider<Folder> = {
  name: "toy",
  schema: {
    version: 0,
    description: "Toys.",
    attributes: { folder: { type: "string", mode: "required", description: "Where things are." } },
  },
  resources: [thing],
  dataSources: [echo],
  configure: ({ folder }) => ({ path: String(folder) }),
};

void serve(provider, { environment: process.env, arguments: process.argv.slice(2), address: "toy.invalid/test/toy" });
