import { randomBytes } from "node:crypto";
import { readFileSync } from "node:fs";
import { Trial } from "./faults/trial";
import { describeWithEach, said, World } from "./world";

jest.setTimeout(180_000);

const aVm = `resource "slipway_vm" "one" {
  vm_id            = 101
  name             = "one"
  node_name        = "pve1"
  memory_mib       = 1024
  boot_order       = ["net0"]
  started          = false
  network_devices  = [{ bridge = "vmbr1", mac_address = "BC:24:11:00:03:11" }]
}
`;

describeWithEach("a small configuration", (engine) => {
  const secret = `canary-${randomBytes(16).toString("hex")}`;
  let world: World;
  let trial: Trial;
  beforeAll(async () => {
    world = await World.begin({ engine });
    trial = await Trial.begin(world);
  });
  afterAll(() => world.end());

  it("imports a VM by command and by block, each without a change to it", async () => {
    trial.configure(aVm);
    await trial.mend();
    const before = trial.state("slipway_vm");

    const forgotten = await trial.run("state", "rm", "slipway_vm.one");
    const imported = await trial.run("import", "-input=false", "slipway_vm.one", "101");
    expect([forgotten.status, imported.status]).toEqual([0, 0]);
    expect(await trial.mend()).toMatch(/^0 added, \d changed, 0 destroyed$/);

    await trial.run("state", "rm", "slipway_vm.one");
    trial.configure(`${aVm}import {\n  to = slipway_vm.one\n  id = "101"\n}\n`);
    expect((await trial.apply()).stdout).toContain("1 imported, 0 added");
    await trial.mend();

    expect(trial.state("slipway_vm")[0]).toMatchObject({ smbios_uuid: before[0]?.["smbios_uuid"] as string });
    expect(world.lab.pve.vms()).toHaveLength(1);
  });

  it("keeps what is write-only out of saved plan, state, trace log and output", async () => {
    const release = JSON.parse(readFileSync(world.lab.environment.releaseFile, "utf8")) as {
      coreos: { iso: { url: string; sha256: string } };
    };
    const { url, sha256 } = release.coreos.iso;
    trial.configure(`variable "secret" {
      type      = string
      sensitive = true
      ephemeral = true
    }
    resource "slipway_coreos_iso" "one" {
      node_name    = "pve1"
      datastore_id = "local"
      name         = "iso"
      source       = { url = "${url}", sha256 = "${sha256}" }
      ignition_wo = jsonencode({
        kind   = "ignition"
        config = { storage = { files = [{ path = "/etc/secret", mode = 384, contents = var.secret }] } }
      })
    }`);
    world.set({ TF_VAR_secret: secret, TF_LOG: "TRACE" });

    const runs = [
      await trial.run("plan", "-input=false", "-out=saved.plan"),
      await trial.run("show", "-json", "saved.plan"),
      await trial.run("apply", "-input=false", "saved.plan"),
      await trial.run("show", "-json"),
    ];
    world.set({ TF_LOG: undefined });

    expect(runs.map(({ status, stderr }) => (status === 0 ? 0 : said({ status, stdout: "", stderr })))).toEqual([
      0, 0, 0, 0,
    ]);
    const left = [...runs.flatMap(({ stdout, stderr }) => [stdout, stderr]), trial.stateFile()];
    expect(left.map((text) => text.includes(secret))).toEqual(left.map(() => false));
    const [volume = ""] = world.lab.pve.isos();
    expect(volume).toContain("local:iso/iso-");
    await trial.mend();
  });
});
