import { mkdtempSync, rmSync } from "node:fs";
import { tmpdir } from "node:os";
import { join } from "node:path";
import type * as Synth from "../constructs/synth";
import type * as Guests from "../../stacks/guests-stack";
import type * as Install from "../../stacks/install-stack";
import type * as SettingsModule from "../../stacks/settings";
import { exampleSettings } from "../stacks/example-settings";

type Stacks = Readonly<Record<string, Synth.Synthesized>>;

const folder = mkdtempSync(join(tmpdir(), "slipway-cdktn-"));
afterAll(() => rmSync(folder, { recursive: true }));

/** Synthesizes the example stacks with both drivers, with every `cdktf` of constructs and bindings replaced by a library. */
function examples(library: "cdktf" | "cdktn"): {
  readonly version: unknown;
  readonly native: Stacks;
  readonly bpg: Stacks;
} {
  let version: unknown;
  const stacks: Record<string, Stacks> = {};
  jest.isolateModules(() => {
    jest.doMock("cdktf", () => jest.requireActual<object>(library));
    const { synthesize } = jest.requireActual<typeof Synth>("../constructs/synth");
    const { GuestsStack } = jest.requireActual<typeof Guests>("../../stacks/guests-stack");
    const { InstallStack } = jest.requireActual<typeof Install>("../../stacks/install-stack");
    const { readSettings } = jest.requireActual<typeof SettingsModule>("../../stacks/settings");
    for (const driver of ["native", "bpg"]) {
      const settings = readSettings({ ...exampleSettings(folder), SLIPWAY_DRIVER: driver });
      stacks[driver] = synthesize((app) => {
        version = app.node.tryGetContext("cdktfVersion");
        const { install } = new InstallStack(app, "install", settings);
        new GuestsStack(app, "guests", install, settings);
      });
    }
  });
  return { version, native: stacks["native"] ?? {}, bpg: stacks["bpg"] ?? {} };
}

describe("the example stacks", () => {
  const old = examples("cdktf");
  const maintained = examples("cdktn");

  it("are synthesized by two libraries", () => {
    expect([old.version, maintained.version]).toEqual(["0.21.0", "0.24.0"]);
  });

  it.each(["native", "bpg"] as const)("are the same under cdktf and under cdktn, with driver %s", (driver) => {
    expect(Object.keys(old[driver])).toEqual(["install", "guests"]);
    expect(maintained[driver]).toEqual(old[driver]);
  });
});
