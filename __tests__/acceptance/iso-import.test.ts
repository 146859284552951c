import { mkdtempSync, readFileSync, rmSync } from "node:fs";
import { tmpdir } from "node:os";
import { join } from "node:path";
import { startLab } from "../../lib/lab/lab";
import type { Lab } from "../../lib/lab/types";
import { HclFolder } from "./hcl-folder";
import { describeWithEach, said } from "./world";

jest.setTimeout(180_000);

const INPUT = "-input=false";
const APPLY = ["apply", "-auto-approve", INPUT] as const;

describeWithEach("an ISO that lies in a datastore already", (engine) => {
  // Imports by identity came to OpenTofu with 1.12, and to Terraform with the version after the one that is tested.
  const byIdentity = engine === "tofu" ? it : it.skip;
  let directory: string;
  let lab: Lab;
  let folder: HclFolder;
  beforeAll(async () => {
    directory = mkdtempSync(join(tmpdir(), "slipway-iso-import-"));
    lab = await startLab({ directory });
    folder = new HclFolder(lab.environment, engine);
    await folder.must("init", INPUT);
    await anew();
  });
  afterAll(async () => {
    await lab.stop();
    folder.remove();
    rmSync(directory, { recursive: true, force: true });
  });

  /** One ISO of each kind, made by this configuration and then forgotten. */
  async function anew(): Promise<void> {
    folder.write("main.tf", [live("first"), cidata("first")]);
    await folder.must(...APPLY);
    await forget();
  }
  async function forget(): Promise<void> {
    await folder.must("state", "rm", "slipway_coreos_iso.live", "slipway_cidata_iso.config");
  }
  const source = (): string => {
    const release = JSON.parse(readFileSync(lab.environment.releaseFile, "utf8")) as {
      coreos: { iso: { url: string; sha256: string } };
    };
    const { url, sha256 } = release.coreos.iso;
    return JSON.stringify({ url, sha256 });
  };
  const live = (hostname: string): string => `resource "slipway_coreos_iso" "live" {
    node_name        = "pve1"
    datastore_id     = "local"
    name             = "live"
    source           = ${source()}
    kernel_arguments = ["console=ttyS0"]
    ignition_wo      = ${ignition(hostname)}
  }`;
  const cidata = (hostname: string): string => `resource "slipway_cidata_iso" "config" {
    node_name    = "pve1"
    datastore_id = "local"
    name         = "config"
    ignition_wo  = ${ignition(hostname)}
  }`;
  const ignition = (hostname: string): string =>
    `jsonencode({ kind = "ignition", config = { storage = { files = [{ path = "/etc/hostname", contents = "${hostname}" }] } } })`;

  const volumes = (): readonly string[] => [...lab.pve.isos()].sort();
  const volumeOf = (name: string): string => volumes().find((volume) => volume.startsWith(`local:iso/${name}-`)) ?? "";
  const bytesOf = (volume: string): Buffer => readFileSync(lab.pve.isoPath(volume, "pve1"));
  const nothingLeftToDo = async (): Promise<void> => {
    const { status, stdout } = await folder.tofu("plan", INPUT, "-detailed-exitcode");
    expect([status, stdout]).toEqual([0, expect.stringContaining("No changes.")]);
  };

  it("is imported by command with a word on its content, and stays where the configuration makes the same", async () => {
    const before = volumes();
    const bytes = before.map(bytesOf);

    const imported = [
      await folder.tofu("import", INPUT, "slipway_coreos_iso.live", `pve1/${volumeOf("live")}`),
      await folder.tofu("import", INPUT, "slipway_cidata_iso.config", `pve1/${volumeOf("config")}`),
    ];
    const planned = await folder.must("plan", INPUT);
    const applied = await folder.must(...APPLY);

    expect(imported.map(({ status }) => status)).toEqual([0, 0]);
    for (const [index, name] of ["live", "config"].entries()) {
      expect(said(imported[index] ?? { status: 1, stdout: "", stderr: "" })).toContain(
        `The content of ISO "${volumeOf(name)}" cannot be read back`,
      );
    }
    expect(planned).toContain("Plan: 0 to add, 2 to change, 0 to destroy.");
    expect(applied).toContain("Apply complete! Resources: 0 added, 2 changed, 0 destroyed.");
    expect(volumes()).toEqual(before);
    expect(before.map(bytesOf).map((now, index) => now.equals(bytes[index] as Buffer))).toEqual([true, true]);
    await nothingLeftToDo();
    await forget();
  });

  it("is replaced where the configuration makes another, and its removal takes the file with it", async () => {
    const before = volumes();
    folder.write("main.tf", [live("second"), cidata("second")]);
    folder.write("import.tf", [
      `import {\n  to = slipway_coreos_iso.live\n  id = "pve1/${volumeOf("live")}"\n}`,
      `import {\n  to = slipway_cidata_iso.config\n  id = "pve1/${volumeOf("config")}"\n}`,
    ]);

    const planned = await folder.must("plan", INPUT);
    const applied = await folder.must(...APPLY);
    folder.delete("import.tf");

    expect(said({ status: 0, stdout: planned, stderr: "" })).toContain("cannot be read back");
    expect(planned).toContain("Plan: 2 to import, 2 to add, 0 to change, 2 to destroy.");
    expect(applied).toContain("Apply complete! Resources: 2 imported, 2 added, 0 changed, 2 destroyed.");
    expect(volumes()).toHaveLength(2);
    expect(volumes().filter((volume) => before.includes(volume))).toEqual([]);
    await nothingLeftToDo();

    folder.write("main.tf", [live("second").replace('"live" {', '"rescue" {'), cidata("second")]);
    folder.write("moved.tf", [
      "moved {",
      "  from = slipway_coreos_iso.live",
      "  to   = slipway_coreos_iso.rescue",
      "}",
    ]);
    expect(await folder.must(...APPLY)).toContain("Resources: 0 added, 0 changed, 0 destroyed.");
    folder.delete("moved.tf");

    await folder.must("destroy", "-auto-approve", INPUT);
    expect(volumes()).toEqual([]);
    await anew();
  });

  byIdentity("is imported by its identity", async () => {
    const before = volumes();
    const block = (to: string, name: string): string => {
      const fileName = volumeOf(name).slice("local:iso/".length);
      return `import {
        to       = ${to}
        identity = { node_name = "pve1", datastore_id = "local", file_name = "${fileName}" }
      }`;
    };
    folder.write("import.tf", [block("slipway_coreos_iso.live", "live"), block("slipway_cidata_iso.config", "config")]);

    const applied = await folder.must(...APPLY);
    folder.delete("import.tf");

    expect(applied).toContain("Apply complete! Resources: 2 imported, 0 added, 2 changed, 0 destroyed.");
    expect(volumes()).toEqual(before);
    expect(folder.read("terraform.tfstate")).toContain('"identity_schema_version": 0');
    await nothingLeftToDo();
    await forget();
  });

  it("has a configuration written for it that wants only what cannot be read back", async () => {
    folder.delete("main.tf");
    folder.write("import.tf", [
      `import {\n  to = slipway_cidata_iso.config\n  id = "pve1/${volumeOf("config")}"\n}`,
      `import {\n  to = slipway_coreos_iso.live\n  id = "pve1/${volumeOf("live")}"\n}`,
    ]);

    const planned = await folder.tofu("plan", INPUT, "-generate-config-out=generated.tf");
    const generated = folder.read("generated.tf");
    const filledIn = generated
      .replace(/ignition_wo( +)= null.*/g, `ignition_wo$1= ${ignition("first")}`)
      .replace(/kernel_arguments( +)= null/, 'kernel_arguments$1= ["console=ttyS0"]')
      .replace(/source( +)= null.*/, `source$1= ${source()}`);
    folder.write("generated.tf", [filledIn]);
    const applied = await folder.must(...APPLY);

    expect(said(planned)).toContain("ignition_wo");
    expect(generated).toMatch(/name += "config"/);
    expect(applied).toContain("Apply complete! Resources: 2 imported, 0 added, 2 changed, 0 destroyed.");
    folder.delete("import.tf");
    await nothingLeftToDo();
    folder.delete("generated.tf");
    await forget();
    folder.write("main.tf", [live("first"), cidata("first")]);
  });

  it.each([
    ["is of another name", "pve1/local:iso/debian-13.iso", "ISOs of another name were not made by this resource"],
    ["is not there", "pve1/local:iso/config-0123456789abcdef.iso", "Cannot import non-existent remote object"],
  ])("refuses one that %s", async (_name, id, why) => {
    const ended = await folder.tofu("import", INPUT, "slipway_cidata_iso.config", id);

    expect([ended.status, said(ended)]).toEqual([1, expect.stringContaining(why)]);
  });
});
