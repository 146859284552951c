import { mkdtempSync, rmSync } from "node:fs";
import { tmpdir } from "node:os";
import { join } from "node:path";
import { startLab } from "../../lib/lab/lab";
import type { Lab } from "../../lib/lab/types";
import { HclFolder } from "./hcl-folder";
import { describeWithEach } from "./world";

const MADE = `
resource "slipway_vm" "web" {
  vm_id       = 300
  name        = "web"
  node_name   = "pve2"
  description = "the shop's front"
  tags        = ["shop", "web"]
  memory_mib  = 1024
  bios        = "ovmf"
  boot_order  = ["scsi0", "net0"]
  started     = false
  disks = [
    { interface = "scsi0", datastore_id = "local-lvm", size_gib = 2, ssd = true, limits = { mbps_rd = 20 } },
    { interface = "virtio1", datastore_id = "local-lvm", size_gib = 1, serial = "data", cache = "writeback" },
  ]
  efi_disk  = { datastore_id = "local-lvm" }
  tpm_state = { datastore_id = "local-lvm" }
  rng       = { max_bytes = 2048 }
  vga       = { type = "serial0" }
  watchdog  = {}
  network_devices = [
    { bridge = "vmbr1", mac_address = "BC:24:11:00:01:2C", queues = 2, trunks = ["20", "30-39"], addresses = ["10.20.0.30"] },
  ]
  firewall = { input_policy = "DROP" }
}
`;

describeWithEach("A VM that is there already", (engine) => {
  // Imports by identity came to OpenTofu with 1.12, and to Terraform with the version after the one that is tested.
  const byIdentity = engine === "tofu" ? it : it.skip;
  let directory: string;
  let lab: Lab;
  const folders: HclFolder[] = [];

  function aFolder(): HclFolder {
    const folder = new HclFolder(lab.environment, engine);
    folders.push(folder);
    return folder;
  }

  beforeAll(async () => {
    directory = mkdtempSync(join(tmpdir(), "slipway-import-"));
    lab = await startLab({ directory });
    const maker = aFolder();
    maker.write("main.tf", [MADE]);
    await maker.must("init", "-input=false");
    await maker.must("apply", "-auto-approve", "-input=false");
  }, 120_000);

  afterAll(async () => {
    folders.forEach((folder) => folder.remove());
    await lab.stop();
    rmSync(directory, { recursive: true, force: true });
  });

  const importedBy = async (by: string): Promise<void> => {
    const before = structuredClone(lab.pve.vm(300)?.config);
    const folder = aFolder();
    folder.write("import.tf", ["import {", "  to = slipway_vm.web", `  ${by}`, "}"]);
    await folder.must("init", "-input=false");

    const planned = await folder.must("plan", "-input=false", "-generate-config-out=generated.tf");
    expect(planned).toContain("Plan: 1 to import, 0 to add, 0 to change, 0 to destroy.");

    const applied = await folder.must("apply", "-auto-approve", "-input=false");
    expect(applied).toContain("Apply complete! Resources: 1 imported, 0 added, 0 changed, 0 destroyed.");
    folder.delete("import.tf");
    expect(await folder.tofu("plan", "-input=false", "-detailed-exitcode")).toMatchObject({ status: 0 });
    expect(lab.pve.vm(300)?.config).toEqual(before);
    expect(folder.read("generated.tf")).toContain('trunks      = ["20", "30-39"]');
  };

  it("is imported by its id with a configuration that is written for it, and is as that says", async () => {
    await importedBy('id = "300"');
  }, 120_000);

  byIdentity("is imported by its identity in the same way", () => importedBy("identity = { vm_id = 300 }"), 120_000);

  it("is imported into the configuration that it was made by, and stays as it is", async () => {
    const folder = aFolder();
    folder.write("main.tf", [MADE]);
    await folder.must("init", "-input=false");

    await folder.must("import", "-input=false", "slipway_vm.web", "300");

    expect(await folder.tofu("plan", "-input=false", "-detailed-exitcode")).toMatchObject({ status: 0 });
  }, 120_000);

  it("is renamed in the configuration without a change of the VM", async () => {
    const folder = aFolder();
    folder.write("main.tf", [MADE]);
    await folder.must("init", "-input=false");
    await folder.must("import", "-input=false", "slipway_vm.web", "300");

    folder.write("main.tf", [MADE.replace('"web" {', '"shop" {')]);
    folder.write("moved.tf", ["moved {", "  from = slipway_vm.web", "  to   = slipway_vm.shop", "}"]);

    expect(await folder.must("apply", "-auto-approve", "-input=false")).toContain(
      "Apply complete! Resources: 0 added, 0 changed, 0 destroyed.",
    );
  }, 120_000);

  it("is told when there is none with that id", async () => {
    const folder = aFolder();
    folder.write("main.tf", [MADE]);
    await folder.must("init", "-input=false");

    const { status, stderr } = await folder.tofu("import", "-input=false", "slipway_vm.web", "999");

    expect(status).toBe(1);
    expect(stderr).toContain("Cannot import non-existent remote object");
  }, 120_000);
});
