import { mkdtempSync, rmSync } from "node:fs";
import { tmpdir } from "node:os";
import { join } from "node:path";
import { startLab } from "../../lib/lab/lab";
import type { Lab } from "../../lib/lab/types";
import { HclFolder } from "./hcl-folder";
import { describeWithTofu } from "./world";

jest.setTimeout(180_000);

/** A fleet that is spread over the cluster, and kept running by it. */
const FLEET = (memory: number, started = true): string => `
locals { fleet = toset(["a", "b", "c", "d", "e", "f"]) }

resource "slipway_placement" "fleet" {
  for_each   = local.fleet
  name       = each.key
  memory_mib = ${memory}
  datastores = ["local-lvm"]
}

resource "slipway_vm" "fleet" {
  for_each   = local.fleet
  vm_id      = 400 + index(sort(local.fleet), each.key)
  name       = each.key
  node_name  = slipway_placement.fleet[each.key].node_name
  memory_mib = ${memory}
  boot_order = ["net0"]
  started    = ${started}
  network_devices = [
    { bridge = "vmbr1", mac_address = format("BC:24:11:00:02:%02X", index(sort(local.fleet), each.key)) },
  ]
  shutdown_timeout = 1
  ha = { max_restart = 2, nodes = { (slipway_placement.fleet[each.key].node_name) = 1 } }
}
`;

describeWithTofu("A fleet that is placed", () => {
  let directory: string;
  let lab: Lab;
  let folder: HclFolder;
  /** Where each machine came by the first apply. */
  let placed: Readonly<Record<string, string>>;

  beforeAll(async () => {
    directory = mkdtempSync(join(tmpdir(), "slipway-placement-"));
    lab = await startLab({
      directory,
      stageDelayMs: 0,
      alsoGranted: { "/nodes": ["Sys.Audit"], "/": ["Sys.Audit", "Sys.Console"] },
    });
    folder = new HclFolder(lab.environment);
    folder.write("main.tf", [FLEET(1024)]);
    await folder.must("init", "-input=false");
  });

  afterAll(async () => {
    folder.remove();
    await lab.stop();
    rmSync(directory, { recursive: true, force: true });
  });

  function nodes(): Readonly<Record<string, string>> {
    return Object.fromEntries(lab.pve.vms().map(({ config, node }) => [String(config["name"]), node]));
  }

  it("is spread evenly by one apply, and nothing is left to do", async () => {
    await folder.must("apply", "-auto-approve", "-input=false");

    placed = nodes();
    expect(Object.keys(placed).sort()).toEqual(["a", "b", "c", "d", "e", "f"]);
    // Which machine comes to which node is up to which of them OpenTofu asks for first.
    expect(Object.values(placed).sort()).toEqual(["pve1", "pve1", "pve2", "pve2", "pve3", "pve3"]);
    expect(lab.pve.vms().map(({ running }) => running)).toEqual([true, true, true, true, true, true]);
    expect(await folder.tofu("plan", "-input=false", "-detailed-exitcode")).toMatchObject({ status: 0 });
  });

  it("is followed to another node, and stays there", async () => {
    lab.pve.move(400, placed["a"] === "pve3" ? "pve2" : "pve3");

    expect(await folder.tofu("plan", "-input=false", "-detailed-exitcode")).toMatchObject({ status: 0 });
  });

  it("is changed by the cluster's own starts and stops, each machine where it was placed", async () => {
    folder.write("main.tf", [FLEET(2048)]);

    await folder.must("apply", "-auto-approve", "-input=false");

    expect(await folder.tofu("plan", "-input=false", "-detailed-exitcode")).toMatchObject({ status: 0 });
    expect(nodes()).toEqual(placed);
    expect(lab.pve.vm(400)?.config["memory"]).toBe("2048");
  });

  it("goes, and leaves neither members nor rules behind", async () => {
    await folder.must("destroy", "-auto-approve", "-input=false");

    expect(lab.pve.vms()).toEqual([]);
    folder.write("main.tf", [FLEET(1024, false)]);
    // A membership that was left would refuse the next one.
    await folder.must("apply", "-auto-approve", "-input=false");
    await folder.must("destroy", "-auto-approve", "-input=false");
  });
});
