import { mkdtempSync, rmSync, writeFileSync } from "node:fs";
import { tmpdir } from "node:os";
import { join } from "node:path";
import { startLab } from "../../lib/lab/lab";
import type { Lab } from "../../lib/lab/types";
import { fromPackage } from "../contract/judges/judge";
import { WebdavServer } from "../contract/judges/webdav";
import { HclFolder } from "./hcl-folder";
import { describeWithEach, said } from "./world";

jest.setTimeout(120_000);

const apache = fromPackage("apache2", "apache2-bin");
const INPUT = "-input=false";
const APPLY = ["apply", "-auto-approve", INPUT] as const;

/** How ISOs and VMs are imported is shown beside this file. */
describeWithEach("an import", (engine) => {
  let directory: string;
  let lab: Lab;
  let folder: HclFolder;
  let server: WebdavServer | undefined;
  beforeAll(async () => {
    directory = mkdtempSync(join(tmpdir(), "slipway-import-"));
    lab = await startLab({ directory });
    folder = new HclFolder(lab.environment, engine);
    await folder.must("init", INPUT);
  });
  afterAll(async () => {
    await server?.stop();
    await lab.stop();
    folder.remove();
    rmSync(directory, { recursive: true, force: true });
  });

  it("of a placement keeps the machine's node, and takes the rest from the configuration", async () => {
    const placement = `resource "slipway_placement" "web" {
      name       = "web"
      memory_mib = 2048
    }`;
    const nodes = (): string => folder.read("terraform.tfstate");
    folder.write("main.tf", [placement]);

    await folder.must("import", INPUT, "slipway_placement.web", "pve2");
    expect(await folder.must(...APPLY)).toContain("Resources: 0 added, 1 changed, 0 destroyed.");
    expect(nodes()).toContain('"node_name": "pve2"');
    expect((await folder.tofu("plan", INPUT, "-detailed-exitcode")).status).toBe(0);

    await folder.must("state", "rm", "slipway_placement.web");
    folder.write("import.tf", ["import {", "  to = slipway_placement.web", '  id = "pve3"', "}"]);
    expect(await folder.must(...APPLY)).toContain("Resources: 1 imported, 0 added, 1 changed, 0 destroyed.");
    expect(nodes()).toContain('"node_name": "pve3"');
    folder.delete("import.tf");

    folder.write("main.tf", [placement.replace('"web" {', '"shop" {')]);
    folder.write("moved.tf", ["moved {", "  from = slipway_placement.web", "  to   = slipway_placement.shop", "}"]);
    expect(await folder.must(...APPLY)).toContain("Resources: 0 added, 0 changed, 0 destroyed.");
    for (const file of ["main.tf", "moved.tf"]) folder.delete(file);
    await folder.must(...APPLY);
  });

  (apache === undefined ? it.skip : it)(
    "of files has a configuration written for it that wants only their contents",
    async () => {
      server = await WebdavServer.apache(apache ?? "");
      const { url, certificate: ca_certificate } = server;
      const webdav = { url, ca_certificate, username: "operator", password_file: server.path("password") };
      writeFileSync(server.path("www/one"), "1");
      const id = JSON.stringify(JSON.stringify({ webdav, files: ["/one"] }));
      folder.write("import.tf", ["import {", "  to = slipway_files.site", `  id = ${id}`, "}"]);

      const planned = await folder.tofu("plan", INPUT, "-generate-config-out=generated.tf");
      const generated = folder.read("generated.tf");
      folder.write("generated.tf", [generated.replace(/content_wo( +)= null.*/, 'content_wo$1= "1"')]);
      const applied = await folder.must(...APPLY);
      folder.delete("import.tf");
      folder.delete("generated.tf");
      await folder.must(...APPLY);

      expect(said(planned)).toContain("Give exactly one of content_wo and document_wo; neither is set.");
      expect(applied).toContain("Resources: 1 imported, 0 added, 0 changed, 0 destroyed.");
    },
  );

  it("of what cannot be imported says of each resource why, and what to do instead", async () => {
    const types = ["digest", "installation", "reboot"];
    folder.write(
      "import.tf",
      types.map((type) => `import {\n  to = slipway_${type}.one\n  id = "one"\n}`),
    );

    const ended = await folder.tofu("plan", INPUT, "-generate-config-out=generated.tf");

    expect(ended.status).toBe(1);
    for (const type of types) expect(said(ended)).toContain(`Unable to import slipway_${type}`);
    expect(said(ended).match(/Take the import out and apply/g)).toHaveLength(types.length);
  });
});
