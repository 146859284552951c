import { readdirSync, readFileSync, rmSync, writeFileSync } from "node:fs";
import { join } from "node:path";
import { PROVIDER_ADDRESS } from "../../lib/provider/address";
import { providerSchemasJson } from "../../lib/provider/framework/schema-json";
import { schemas } from "../../lib/provider/schemas";
import { TOFU } from "./programs";
import { until } from "../until";
import { engines, Workspace } from "./provider-protocol/workspace";

const tofu = TOFU;
const withTofu = tofu === undefined ? describe.skip : describe;

jest.setTimeout(180_000);

const sha256 = {
  hello: "2cf24dba5fb0a30e26e83b2ac5b9e29e1b161e5c1fa7425e73043362938b9824",
  world: "486ea46224d1bb4fb680f34f7c9ad96a8f24ec88be73ea8e5a6c65260e9cb8a7",
};

describe.each(engines)("a provider of this framework, under the real %s", (_name, engine) => {
  const it = engine === undefined ? global.it.skip : global.it;
  let space: Workspace;

  beforeEach(() => {
    space = new Workspace(engine ?? "");
    space.write("");
    expect(space.run("init").status).toBe(0);
  });
  afterEach(() => space.remove());

  it("creates, plans nothing, changes in place, and replaces", () => {
    space.write(`resource "toy_thing" "a" {
      name   = "a"
      ratio  = 0.1
      tags   = ["y", "x"]
      labels = { k = "v" }
      files  = [{ path = "/x", content_wo = "hello" }]
    }
    data "toy_echo" "e" { value = { a = [1, "x", null, 1.5] } }
    output "e" { value = data.toy_echo.e.json }`);
    const created = space.apply();
    expect(created.output).toContain("Apply complete! Resources: 1 added, 0 changed, 0 destroyed.");
    expect(space.state("toy_thing.a")).toEqual({
      fault: null,
      files: [{ content_wo: null, mode: "0644", path: "/x", sha256: sha256.hello }],
      id: "id-a",
      labels: { k: "v" },
      name: "a",
      ratio: 0.1,
      changes: 1,
      revision: expect.any(String) as string,
      size: 3,
      tags: ["x", "y"],
    });
    expect(space.run("output", "-raw", "e").output).toBe('{"a":[1,"x",null,1.5]}');
    expect(space.plan()).toEqual({ status: 0, output: expect.stringContaining("No changes.") as string });

    // What is written only shows as its hash, in the plan as in the state.
    space.write(`resource "toy_thing" "a" {
      name  = "a"
      size  = 9007199254740991
      files = [{ path = "/x", content_wo = "world" }, { path = "/y", mode = "0600" }]
    }`);
    const planned = space.plan();
    expect(planned.status).toBe(2);
    // OpenTofu pads the names of what it shows to the same width.
    expect(planned.output.replace(/ +/g, " ")).toContain(`~ sha256 = "${sha256.hello}" -> "${sha256.world}"`);
    const changed = space.apply();
    expect(changed.output).toContain("Apply complete! Resources: 0 added, 1 changed, 0 destroyed.");
    expect(changed.output).toContain("Warning: Updated in place");
    expect(space.state("toy_thing.a")).toMatchObject({
      id: "id-a",
      changes: 2,
      size: 9007199254740991,
      tags: null,
      files: [{ sha256: sha256.world }, { path: "/y", mode: "0600", sha256: null }],
    });
    expect(space.plan().status).toBe(0);

    space.write(`resource "toy_thing" "a" { name = "b" }`);
    const replaced = space.apply();
    expect(replaced.output).toContain(`~ name     = "a" -> "b" # forces replacement`);
    expect(replaced.output).toContain("Apply complete! Resources: 1 added, 0 changed, 1 destroyed.");
    expect(readdirSync(space.things)).toEqual(["b.json"]);
    expect(space.plan().status).toBe(0);
  });

  it("carries unknown values through plan and apply, its own configuration among them", () => {
    space.write(
      `resource "terraform_data" "late" { input = { content = "hello", folder = ${JSON.stringify(space.things)} } }
      resource "toy_thing" "a" { name = "a" }
      resource "toy_thing" "b" {
        name  = "b-\${toy_thing.a.revision}"
        tags  = [toy_thing.a.id, "fixed"]
        files = [{ path = "/x", content_wo = terraform_data.late.output.content }]
      }
      resource "toy_thing" "c" {
        name  = "c"
        files = [for each in toy_thing.b.files : { path = each.path }]
      }`,
      "terraform_data.late.output.folder",
    );

    const applied = space.apply();

    expect(applied.output).toContain("Apply complete! Resources: 4 added, 0 changed, 0 destroyed.");
    expect(applied.output).toContain("+ sha256     = (known after apply)");
    expect(space.state("toy_thing.b")).toMatchObject({ tags: ["fixed", "id-a"], files: [{ sha256: sha256.hello }] });
    expect(space.plan()).toEqual({ status: 0, output: expect.stringContaining("No changes.") as string });
  });

  it("sees what has changed or gone", () => {
    space.write(`resource "toy_thing" "a" { name = "a" }`);
    space.apply();
    const path = join(space.things, "a.json");
    writeFileSync(path, readFileSync(path, "utf8").replace('"size":3', '"size":4'));

    expect(space.plan().output).toContain("~ size     = 4 -> 3");

    rmSync(path);
    expect(space.plan().output).toContain("# toy_thing.a will be created");
  });

  it("imports, and the next plan is empty", () => {
    space.write(`resource "toy_thing" "a" { name = "a" }`);
    space.apply();
    space.run("state", "rm", "toy_thing.a");
    expect(space.plan().status).toBe(2);

    const imported = space.run("import", "-input=false", "toy_thing.a", "a");

    expect(imported.output).toContain("Import successful!");
    expect(space.plan().status).toBe(0);
  });

  it("shows every violation at once, each at its line", () => {
    space.write(`resource "toy_thing" "a" {
      name  = "a"
      id    = "mine"
      tags  = ["ok", null]
      files = [{ path = "/x", sha256 = "mine" }, null]
    }
    resource "toy_thing" "b" {
      name  = "b"
      tags  = ["bad"]
      files = [{ path = "/x" }, { path = "relative" }]
    }`);

    const { output } = space.run("validate", "-json");

    const { diagnostics } = JSON.parse(output) as {
      diagnostics: { summary: string; detail: string; range: { start: { line: number } } }[];
    };
    const seen = diagnostics.map(({ summary, detail, range }) => [summary, detail, range.start.line]);
    expect(seen.sort()).toEqual([
      ["Bad tag", "No.", 13],
      ['Null within "files"', '"files[1]" must not be null.', 9],
      ['Null within "tags"', '"tags" must not be null.', 8],
      ["Relative path", "relative", 11],
      ['Unable to set "id"', '"id" is what the provider finds out: remove it.', 7],
      ['Unable to set "sha256"', '"files[0].sha256" is what the provider finds out: remove it.', 5],
    ]);
  });

  it("keeps what a failed creation has made, marked for replacement", () => {
    space.write(`resource "toy_thing" "a" {
      name  = "a"
      fault = "create"
    }`);

    const failed = space.apply();

    expect(failed.status).toBe(1);
    expect(failed.output).toContain("Error: Half made");
    expect(failed.output).toContain('fault = "create"');
    expect(space.state("toy_thing.a")).toMatchObject({ id: "id-a" });

    space.write(`resource "toy_thing" "a" { name = "a" }`);
    const mended = space.apply();
    expect(mended.output).toMatch(/# toy_thing\.a is tainted, so (it )?must be replaced/);
    expect(mended.status).toBe(0);
    expect(space.plan().status).toBe(0);
  });

  it("keeps the prior state when a change fails, and calls a thrown error a bug", () => {
    space.write(`resource "toy_thing" "a" { name = "a" }`);
    space.apply();
    const before = space.state("toy_thing.a");
    space.write(`resource "toy_thing" "a" {
      name  = "a"
      fault = "update"
    }`);

    expect(space.apply().output).toContain("Error: Stuck");
    expect(space.state("toy_thing.a")).toEqual(before);

    space.write(`resource "toy_thing" "a" {
      name  = "a"
      fault = "bug"
    }`);
    const { output } = space.apply();
    expect(output).toContain("Error: Unable to update toy_thing");
    expect(output).toContain("a mistake in the code");
    expect(output).toContain("please report it as a bug");
    expect(space.state("toy_thing.a")).toEqual(before);
  });

  it("stops at once when the user interrupts, whatever it waits for, and leaves no process and no socket", async () => {
    space.write(`resource "toy_thing" "a" {
      name  = "a"
      fault = "wait"
    }`);

    // Ctrl-C reaches the provider as well as OpenTofu.
    const { status, output } = await space.applyAndSignal("a.json", (pid) => process.kill(-pid, "SIGINT"));

    // It would have waited for an hour.
    expect(status).toBe(1);
    expect(output).toContain("Error: Operation cancelled");
    expect(space.sockets()).toEqual([]);
  });

  it("ends by itself when OpenTofu is killed outright", async () => {
    space.write(`resource "toy_thing" "a" {
      name  = "a"
      fault = "wait"
    }`);

    await space.applyAndSignal("a.json", (pid) => process.kill(pid, "SIGKILL"));

    await until(() => space.sockets().length === 0);
    expect(space.sockets()).toEqual([]);
  });

  it("serves an OpenTofu that finds it running, under a debugger say", async () => {
    space.write(`resource "toy_thing" "a" { name = "a" }`);
    const child = await space.reattach();

    const applied = space.apply();
    const planned = space.plan();
    const ended = new Promise((resolve) => child.once("exit", resolve));
    child.kill("SIGTERM");

    expect(applied.output).toContain("Apply complete! Resources: 1 added, 0 changed, 0 destroyed.");
    expect(planned.status).toBe(0);
    expect(await ended).toBe(0);
    expect(space.sockets()).toEqual([]);
  });
});

withTofu("the provider slipway, under the real OpenTofu", () => {
  let space: Workspace;
  beforeAll(() => {
    const entry = join(__dirname, "../../lib/provider/main.ts");
    space = new Workspace(tofu ?? "", { entry, address: PROVIDER_ADDRESS });
  });
  afterAll(() => space.remove());

  it("has the schema that the bindings are made from", () => {
    const head = `terraform {
      required_providers { slipway = { source = "${PROVIDER_ADDRESS}" } }
    }`;
    writeFileSync(join(space.folder, "main.tf"), head);
    expect(space.run("init").status).toBe(0);

    const schema = JSON.parse(space.run("providers", "schema", "-json").output) as {
      provider_schemas: Record<string, { functions?: object }>;
    };

    // The bindings are made of resources and data sources alone.
    const { functions, ...rest } = schema.provider_schemas[PROVIDER_ADDRESS] ?? {};
    expect({ ...schema, provider_schemas: { [PROVIDER_ADDRESS]: rest } }).toEqual(
      providerSchemasJson(PROVIDER_ADDRESS, schemas),
    );
    expect(Object.keys(functions ?? {})).toEqual(["render", "sha512"]);
  });

  it("renders by functions, and lets a secret through that is kept nowhere", () => {
    writeFileSync(
      join(space.folder, "main.tf"),
      `terraform {
        required_providers { slipway = { source = "${PROVIDER_ADDRESS}" } }
      }
      ephemeral "slipway_document" "secret" {
        document = jsonencode({ kind = "text", text = "a canary" })
      }
      resource "slipway_digest" "secret" {
        document_wo = jsonencode({ kind = "text", text = ephemeral.slipway_document.secret.text })
      }
      output "all" {
        value = [
          provider::slipway::render({ kind = "text", text = "hello" }),
          provider::slipway::sha512({ kind = "text", text = "a canary" }) == slipway_digest.secret.sha512,
        ]
      }`,
    );

    expect(space.apply().output).toContain("Apply complete! Resources: 1 added, 0 changed, 0 destroyed.");
    expect(JSON.parse(space.run("output", "-json", "all").output)).toEqual(["hello", true]);
    expect(space.stateFile()).not.toContain("canary");
    expect(space.plan().status).toBe(0);
  });

  it("refuses data sources with every violation, each at its line", () => {
    writeFileSync(
      join(space.folder, "main.tf"),
      `terraform {
        required_providers { slipway = { source = "${PROVIDER_ADDRESS}" } }
      }
      data "slipway_document" "a" {
        document = jsonencode({ kind = "poem" })
      }
      data "slipway_sealed_key" "b" {
        name = ""
      }`,
    );

    const { diagnostics } = JSON.parse(space.run("validate", "-json").output) as {
      diagnostics: { summary: string; range: { start: { line: number } } }[];
    };

    expect(diagnostics.map(({ summary, range }) => [range.start.line, summary]).sort()).toEqual([
      [5, "Unable to accept the document"],
      [8, "Unable to derive a key without a name"],
    ]);
  });
});
