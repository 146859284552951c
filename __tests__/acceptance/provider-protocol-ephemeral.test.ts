import { createHash } from "node:crypto";
import { readdirSync, readFileSync } from "node:fs";
import { join } from "node:path";
import { engines, Workspace } from "./provider-protocol/workspace";

jest.setTimeout(180_000);

const sha256 = (text: string): string => createHash("sha256").update(text).digest("hex");

describe.each(engines)("ephemeral resources and functions of this framework, under the real %s", (_name, engine) => {
  const it = engine === undefined ? global.it.skip : global.it;
  let space: Workspace;

  beforeEach(() => {
    space = new Workspace(engine ?? "");
    space.write("");
    expect(space.run("init").status).toBe(0);
  });
  afterEach(() => space.remove());

  const calls = (): readonly string[] => readFileSync(join(space.things, "secrets.log"), "utf8").trim().split("\n");

  it("opens a secret in each run, renews it while it is in use, closes it, and keeps it nowhere", () => {
    space.write(`ephemeral "toy_secret" "s" { name = "x" }
    resource "toy_thing" "a" {
      name  = "a"
      fault = "slow"
      files = [{ path = "/x", content_wo = ephemeral.toy_secret.s.value }]
    }`);

    const applied = space.apply();

    expect(applied.output).toContain("Apply complete! Resources: 1 added, 0 changed, 0 destroyed.");
    expect(space.state("toy_thing.a")).toMatchObject({ files: [{ content_wo: null, sha256: sha256("secret-x") }] });
    expect(calls().filter((line) => line !== "renew x")).toEqual(["open x", "close x", "open x", "close x"]);
    expect(calls()).toContain("renew x");
    expect(applied.output).not.toContain("secret-x");
    expect(space.stateFile()).not.toContain("secret-x");
    expect(space.plan().status).toBe(0);
  });

  it("waits for a name that is not known yet", () => {
    space.write(`resource "toy_thing" "a" { name = "a" }
    ephemeral "toy_secret" "s" { name = toy_thing.a.id }
    resource "toy_thing" "b" {
      name  = "b"
      files = [{ path = "/x", content_wo = ephemeral.toy_secret.s.value }]
    }`);

    const applied = space.apply();

    expect(applied.status).toBe(0);
    expect(space.state("toy_thing.b")).toMatchObject({ files: [{ sha256: sha256("secret-id-a") }] });
    expect(calls()).toEqual(["open id-a", "close id-a"]);
  });

  it("refuses a secret at its line", () => {
    space.write(`ephemeral "toy_secret" "s" {
      name = "bad"
    }`);

    const { status, output } = space.run("validate");

    expect(status).toBe(1);
    expect(output.replace(/\s*│?\s+/g, " ")).toContain(
      'Error: Bad secret with ephemeral.toy_secret.s, on main.tf line 6, in ephemeral "toy_secret" "s"',
    );
    expect(readdirSync(space.things)).toEqual([]);
  });

  it("calls functions, without the provider's configuration", () => {
    space.write(`output "out" {
      value = jsonencode([
        provider::toy::join("-", "a", "b"),
        provider::toy::join(null),
        provider::toy::same({ a = [1, null, 0.1], b = true }),
        provider::toy::same(12345678901234567890123),
      ])
    }`);
    space.apply();

    expect(space.run("output", "-raw", "out").output).toBe(
      '["a-b","",{"a":[1,null,0.1],"b":true},12345678901234567890123]',
    );
  });

  it("says which argument a function refuses", () => {
    space.write(`output "out" {
      value = provider::toy::join("-", "a", "")
    }`);

    const { status, output } = space.plan();

    expect(status).toBe(1);
    expect(output.replace(/\s*│?\s+/g, " ")).toMatch(/Invalid value for "texts" parameter: This text is empty\./);
  });
});
