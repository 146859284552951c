import { mkdtempSync, rmSync } from "node:fs";
import { tmpdir } from "node:os";
import { join } from "node:path";
import { GuestsStack } from "../../stacks/guests-stack";
import { InstallStack } from "../../stacks/install-stack";
import { readSettings } from "../../stacks/settings";
import { synthesize, type Synthesized } from "../constructs/synth";
import { exampleSettings } from "./example-settings";
import { readable } from "./readable";

const folder = mkdtempSync(join(tmpdir(), "slipway-example-"));
afterAll(() => rmSync(folder, { recursive: true }));

function example(extra: Record<string, string> = {}): Readonly<Record<string, Synthesized>> {
  const settings = readSettings({ ...exampleSettings(folder), ...extra });
  return synthesize((app) => {
    const { install } = new InstallStack(app, "install", settings);
    new GuestsStack(app, "guests", install, settings);
  });
}

describe("the example stacks", () => {
  const stacks = example();

  it("hold an install VM, made of its ISO", () => {
    expect(readable(stacks["install"])).toMatchSnapshot();
  });

  it("hold two guests, which the install VM installs", () => {
    expect(readable(stacks["guests"])).toMatchSnapshot();
  });

  it("keep their states outside of what is synthesized", () => {
    const paths = Object.values(stacks).map(({ terraform }) => terraform?.["backend"]);

    expect(paths).toEqual([
      { local: { path: "../../../terraform.install.tfstate" } },
      { local: { path: "../../../terraform.guests.tfstate" } },
    ]);
  });

  it("keep them in another folder on demand", () => {
    const { guests } = example({ SLIPWAY_STATE_DIRECTORY: folder });

    expect(guests?.terraform?.["backend"]).toEqual({
      local: {
        path: expect.stringMatching(/^(\.\.\/)+.*slipway-example-[^/]+\/terraform\.guests\.tfstate$/) as string,
      },
    });
  });
});

describe("the stack of guests", () => {
  it("holds as many as are asked for, on each node in turn", () => {
    const vms = Object.values(example({ SLIPWAY_GUESTS: "4" })["guests"]?.resource?.["slipway_vm"] ?? {});

    expect(vms.map(({ name, vm_id, node_name }) => [name, vm_id, node_name])).toEqual([
      ["db", 101, "pve2"],
      ["guest-3", 103, "pve1"],
      ["guest-4", 104, "pve2"],
      ["web", 102, "pve3"],
    ]);
  });
});
