import { readFileSync } from "node:fs";
import { describeWithTofu, said, World } from "../world";
import { killProvidersOf } from "./kill-providers";
import { Trial } from "./trial";

jest.setTimeout(180_000);

describeWithTofu("an apply", () => {
  let world: World;
  let trial: Trial;
  beforeAll(async () => {
    world = await World.begin();
    trial = await Trial.begin(world);
  });
  afterAll(() => world.end());
  afterEach(async () => {
    await trial.empty();
    expect([world.lab.pve.vms(), world.lab.pve.isos()]).toEqual([[], []]);
  });

  function anIso(): string {
    const release = JSON.parse(readFileSync(world.lab.environment.releaseFile, "utf8")) as {
      coreos: { iso: { url: string; sha256: string } };
    };
    const { url, sha256 } = release.coreos.iso;
    return `resource "slipway_coreos_iso" "one" {
      node_name    = "pve1"
      datastore_id = "local"
      name         = "iso"
      source       = { url = "${url}", sha256 = "${sha256}" }
      ignition_wo  = jsonencode({ kind = "ignition", config = {} })
    }`;
  }
  const aVm = `resource "slipway_vm" "one" {
    vm_id           = 101
    name            = "one"
    node_name       = "pve1"
    memory_mib      = 1024
    boot_order      = ["net0"]
    network_devices = [{ bridge = "vmbr1", mac_address = "BC:24:11:00:03:11" }]
  }`;

  /** Resolves when a task of Proxmox has begun; it then takes so long. */
  function begun(type: string, delayMs: number): Promise<void> {
    return new Promise((resolve) => {
      world.lab.faults.task = (task) => {
        if (task.type !== type) return undefined;
        resolve();
        return { delayMs };
      };
    });
  }

  it("whose provider is killed during an upload is finished by one more, and no upload is left twice or half", async () => {
    trial.configure(anIso());
    const copying = begun("imgcopy", 1000);
    const apply = trial.startApply();
    await copying;

    expect(killProvidersOf(apply.pid)).toBeGreaterThan(0);
    const ended = await apply.ended;

    expect(ended.status).toBe(1);
    expect(said(ended)).toContain("Plugin did not respond");
    await trial.mend();
    expect(world.lab.pve.isos()).toEqual(trial.state("slipway_coreos_iso").map(({ volume_id }) => volume_id));
  });

  it("whose provider is killed while Proxmox makes a VM is finished by one more, which makes the VM anew", async () => {
    trial.configure(aVm);
    const creating = begun("qmcreate", 1000);
    const apply = trial.startApply();
    await creating;

    expect(killProvidersOf(apply.pid)).toBeGreaterThan(0);
    const first = await apply.ended;
    expect([first.status, world.lab.pve.vms().length]).toEqual([1, 1]);
    expect(trial.state("slipway_vm")).toEqual([]);
    for (let round = 0; round < 100 && world.lab.pve.vm(101)?.lock !== undefined; round += 1) {
      await new Promise((resolve) => setTimeout(resolve, 50)); // the task goes on without us
    }

    expect(await trial.mend()).toBe("1 added, 0 changed, 0 destroyed");
    const uuids = trial.state("slipway_vm").map(({ smbios_uuid }) => `uuid=${String(smbios_uuid)}`);
    expect(world.lab.pve.vms().map(({ config, running }) => [config["smbios1"], running])).toEqual([[uuids[0], true]]);
  });

  it("holds the state's lock: a second one at the same time is refused by name, and the first goes on", async () => {
    trial.configure(aVm);
    const creating = begun("qmcreate", 4000);
    const first = trial.startApply();
    await creating;

    const second = await trial.apply();

    expect(second.status).toBe(1);
    expect(said(second)).toContain("Error acquiring the state lock");
    expect((await first.ended).status).toBe(0);
    expect(await trial.mend()).toBe("0 added, 0 changed, 0 destroyed");
    expect(world.lab.pve.vms().map(({ vmid, running }) => [vmid, running])).toEqual([[101, true]]);
  });

  it("that ends by Ctrl-C while Proxmox makes a VM keeps it in the state, and one more makes it anew", async () => {
    trial.configure(aVm);
    const creating = begun("qmcreate", 1000);
    const apply = trial.startApply();
    await creating;
    apply.interrupt();

    const ended = await apply.ended;

    expect(ended.status).toBe(1);
    expect(trial.state("slipway_vm")).toMatchObject([{ vm_id: 101, status: "tainted" }]);
    expect(await trial.mend()).toBe("1 added, 0 changed, 1 destroyed");
    expect(world.lab.pve.vms().map(({ vmid, running }) => [vmid, running])).toEqual([[101, true]]);
  });
});
