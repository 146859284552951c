import { createHash } from "node:crypto";
import { appendFileSync, existsSync, readFileSync, rmSync, writeFileSync } from "node:fs";
import { join } from "node:path";
import { setTimeout as sleep } from "node:timers/promises";
import type { EphemeralResource } from "../../../lib/provider/framework/ephemeral-resource";
import { FunctionFailure, type ProviderFunction } from "../../../lib/provider/framework/function";
import type { Call, DataSource, Provider, Resource } from "../../../lib/provider/framework/resource";
import { defineSchema, type Attributes } from "../../../lib/provider/framework/schema";
import { DiagnosticError, type Value, type ValueObject } from "../../../lib/provider/framework/values";
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
  fault: { type: "string", mode: "optional", description: "`create`, `update`, `wait`, `slow` or `bug`." },
  id: { type: "string", mode: "computed", description: "Kept for life." },
  revision: { type: "string", mode: "computed", onUpdate: "volatile", description: "New with every change." },
  changes: { type: "number", mode: "computed", onUpdate: "volatile", description: "Counted in private state." },
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
  const changes = Number(call.private?.get("changes") ?? 0) + 1;
  call.private?.set("changes", String(changes));
  const state = { ...withHashes(planned, config), id, revision: String(process.hrtime.bigint()), changes };
  if (config["fault"] === "bug") throw new TypeError("a mistake in the code");
  writeFileSync(pathOf(call.client, planned["name"]), JSON.stringify(state));
  // Says to the test that it may interrupt.
  if (config["fault"] === "slow") await untilRenewed(call);
  if (config["fault"] === "wait") await sleep(3_600_000, undefined, { signal: call.signal });
  return state;
}

/** Until a secret was renewed, at most 30 s. */
async function untilRenewed({ client, signal }: Call<Folder>): Promise<void> {
  const isRenewed = (): boolean => readFileSync(join(client.path, "secrets.log"), "utf8").includes("renew");
  for (let round = 0; round < 600 && !isRenewed(); round += 1) await sleep(50, undefined, { signal });
}

const thing: Resource<Folder> = {
  name: "thing",
  schema: {
    version: 1,
    description: "A thing.",
    attributes,
    identity: { version: 0, attributes: { name: { type: "string", description: "Name." } } },
  },

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

  plan: async ({ config, proposed }) => ({ planned: withHashes(proposed, config) }),

  async planDestroy({ prior }, call) {
    if (prior["fault"] === "update") call.warn({ summary: "Destroying what is stuck", detail: String(prior["name"]) });
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
  // Version 0 had its name under another one.
  upgrade: ({ title, ...state }) => ({ ...state, name: title ?? null }),
  move: ({ type, state }) => (type === "toy_relic" ? { name: state["label"] ?? null } : null),
};

const relicSchema = defineSchema({
  version: 0,
  description: "What things were before.",
  attributes: { label: { type: "string", mode: "required", replace: true, description: "Label." } },
});

/** The same files, so that a thing can take over what a relic has made. */
const relic: Resource<Folder, typeof relicSchema> = {
  name: "relic",
  schema: relicSchema,
  async create({ planned }, { client }) {
    const unset = Object.fromEntries(Object.keys(attributes).map((name) => [name, null]));
    const made = { ...unset, name: planned.label, size: 3, id: `id-${planned.label}`, revision: "1", changes: 0 };
    writeFileSync(pathOf(client, planned.label), JSON.stringify(made));
    return planned;
  },
  read: async ({ state }, { client }) => (existsSync(pathOf(client, state.label)) ? state : null),
  update: async ({ planned }) => planned,
  delete: async ({ prior }, { client }) => rmSync(pathOf(client, prior.label), { force: true }),
};

const secretSchema = defineSchema({
  version: 0,
  description: "A secret for the length of a run.",
  attributes: {
    name: { type: "string", mode: "required", description: "Name." },
    value: { type: "string", mode: "computed", sensitive: true, description: "The secret." },
  },
});

/** Writes down what becomes of it. */
const secret: EphemeralResource<Folder, typeof secretSchema> = {
  name: "secret",
  schema: secretSchema,
  validate: ({ name }) =>
    name === "bad" ? [{ severity: "error", summary: "Bad secret", detail: "No.", path: ["name"] }] : [],
  async open({ config: { name } }, { client }) {
    appendFileSync(join(client.path, "secrets.log"), `open ${name}\n`);
    return { result: { name, value: `secret-${name}` }, private: `${client.path}|${name}`, renewAt: soon() };
  },
  async renew({ private: own = "" }) {
    log(own, "renew");
    return { private: own, renewAt: soon() };
  },
  close: async ({ private: own = "" }) => log(own, "close"),
};

const soon = (): Date => new Date(Date.now() + 500);

function log(own: string, what: string): void {
  const [folder = "", name = ""] = own.split("|");
  appendFileSync(join(folder, "secrets.log"), `${what} ${name}\n`);
}

const joined: ProviderFunction = {
  name: "join",
  summary: "Joins texts",
  description: "Joins texts, none of which is empty.",
  parameters: [{ name: "separator", type: "string", description: "Between them.", nullable: true }],
  variadic: { name: "texts", type: "string", description: "The texts." },
  returns: "string",
  call(separator, ...texts) {
    const empty = texts.indexOf("");
    if (empty >= 0) throw new FunctionFailure("This text is empty.", empty + 1);
    return texts.join(separator === null ? "+" : String(separator));
  },
};

const same: ProviderFunction = {
  name: "same",
  summary: "Gives back what it gets",
  description: "Any value, as it is.",
  parameters: [{ name: "value", type: "dynamic", description: "Anything.", nullable: true }],
  returns: "dynamic",
  call: (value = null) => value,
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
  resources: [thing, relic],
  dataSources: [echo],
  ephemeralResources: [secret],
  functions: [joined, same],
  configure: ({ folder }) => ({ path: String(folder) }),
};

void serve(provider, { environment: process.env, arguments: process.argv.slice(2), address: "toy.invalid/test/toy" });
