import { readFileSync, writeFileSync } from "node:fs";
import { join } from "node:path";
import { engines, Workspace } from "./provider-protocol/workspace";

jest.setTimeout(180_000);

describe.each(engines)("what a provider of this framework takes over, under the real %s", (name, engine) => {
  const it = engine === undefined ? global.it.skip : global.it;
  // Imports by identity came to OpenTofu with 1.12, and to Terraform with the version after the one that is tested.
  const itByIdentity = name === "OpenTofu" ? it : global.it.skip;
  let space: Workspace;

  beforeEach(() => {
    space = new Workspace(engine ?? "");
    space.write("");
    expect(space.run("init").status).toBe(0);
  });
  afterEach(() => space.remove());

  /** Makes a thing, and lets nobody know. */
  function forgotten(): void {
    space.write(`resource "toy_thing" "a" { name = "a" }`);
    space.apply();
    space.run("state", "rm", "toy_thing.a");
  }

  it("imports by a block with an id", () => {
    forgotten();
    space.write(`resource "toy_thing" "a" { name = "a" }
    import {
      to = toy_thing.a
      id = "a"
    }`);

    expect(space.apply().output).toContain("Apply complete! Resources: 1 imported, 0 added, 0 changed, 0 destroyed.");
    expect(space.plan().status).toBe(0);
  });

  itByIdentity("imports by a block with an identity", () => {
    forgotten();
    space.write(`resource "toy_thing" "a" { name = "a" }
    import {
      to       = toy_thing.a
      identity = { name = "a" }
    }`);

    expect(space.apply().output).toContain("Apply complete! Resources: 1 imported, 0 added, 0 changed, 0 destroyed.");
    expect(space.plan().status).toBe(0);
    expect(JSON.parse(space.stateFile())).toMatchObject({
      resources: [{ instances: [{ identity: { name: "a" }, identity_schema_version: 0 }] }],
    });
  });

  it("generates the configuration of what it imports", () => {
    forgotten();
    space.write(`import {
      to = toy_thing.a
      id = "a"
    }`);
    const generated = join(space.folder, "generated.tf");

    const planned = space.plan(`-generate-config-out=${generated}`);

    expect(planned.output).toContain("1 to import, 0 to add, 0 to change, 0 to destroy.");
    expect(settings(readFileSync(generated, "utf8"))).toEqual({
      fault: "null",
      files: "null",
      labels: "null",
      name: '"a"',
      ratio: "null",
      size: "3",
      tags: "null",
    });
    expect(space.apply().output).toContain("1 imported, 0 added, 0 changed, 0 destroyed.");
    expect(space.plan().status).toBe(0);
  });

  it("moves from another type, and to another name", () => {
    space.write(`resource "toy_relic" "a" { label = "a" }`);
    space.apply();
    space.write(`resource "toy_thing" "a" { name = "a" }
    moved {
      from = toy_relic.a
      to   = toy_thing.a
    }`);
    expect(space.apply().output).toContain("Apply complete! Resources: 0 added, 0 changed, 0 destroyed.");
    space.write(`resource "toy_thing" "b" { name = "a" }
    moved {
      from = toy_thing.a
      to   = toy_thing.b
    }`);

    const moved = space.apply();

    expect(moved.output).toContain("Apply complete! Resources: 0 added, 0 changed, 0 destroyed.");
    expect(space.state("toy_thing.b")).toMatchObject({ name: "a", id: "id-a" });
    expect(space.plan().status).toBe(0);
  });

  it("refuses to move from a type that it does not know", () => {
    space.write(`resource "terraform_data" "a" { input = "a" }`);
    space.apply();
    space.write(`resource "toy_thing" "a" { name = "a" }
    moved {
      from = terraform_data.a
      to   = toy_thing.a
    }`);

    const { status, output } = space.plan();

    expect(status).toBe(1);
    expect(output).toContain("Error: Unable to move terraform_data to toy_thing");
  });

  it("counts in private state, which outlives a refresh, a failed change and a move", () => {
    const thing = (size: number, fault = "null"): string => `resource "toy_thing" "a" {
      name  = "a"
      size  = ${size}
      fault = ${fault}
    }`;
    for (const body of [thing(1), thing(2), thing(3, '"update"'), thing(3)]) {
      space.write(body);
      space.apply();
    }
    space.write(`${thing(4).replace('"a" {', '"b" {')}
    moved {
      from = toy_thing.a
      to   = toy_thing.b
    }`);
    space.apply();

    expect(space.state("toy_thing.b")).toMatchObject({ size: 4, changes: 4 });
    expect(space.stateFile()).toContain(Buffer.from('{"changes":"4"}').toString("base64"));
  });

  it("reads the state that an older version has saved", () => {
    space.write(`resource "toy_thing" "a" { name = "a" }`);
    space.apply();
    const old = space
      .stateFile()
      .replace('"schema_version": 1', '"schema_version": 0')
      .replace('"name": "a",\n            "ratio"', '"title": "a",\n            "ratio"');
    expect(old).toContain('"title": "a"');
    writeFileSync(join(space.folder, "terraform.tfstate"), old);

    expect(space.plan()).toEqual({ status: 0, output: expect.stringContaining("No changes.") as string });
  });

  it("asks before it destroys", () => {
    space.write(`resource "toy_thing" "a" {
      name  = "a"
      fault = "update"
    }`);
    space.apply();
    space.write("");

    expect(space.plan().output).toContain("Warning: Destroying what is stuck");
  });
});

/** What a generated block sets. */
function settings(generated: string): Record<string, string> {
  const lines = generated.split("\n").map((line) => /^ {2}(\w+) += (.*?)(?: # .*)?$/.exec(line));
  return Object.fromEntries(lines.flatMap((found) => (found === null ? [] : [[found[1] ?? "", found[2] ?? ""]])));
}
