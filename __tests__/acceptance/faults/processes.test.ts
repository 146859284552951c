import { readFileSync } from "node:fs";
import { aGate, type Gate } from "../../gate";
import { until } from "../../until";
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

  /** Keeps tasks of Proxmox of one type from going on until they are let. */
  function holding(type: string): { readonly begun: Promise<void>; readonly go: () => void } {
    const [begun, held]: readonly [Gate, Gate] = [aGate(), aGate()];
    world.lab.faults.task = (task) => {
      if (task.type !== type) return undefined;
      begun.open();
      return { until: held.opened };
    };
    return { begun: begun.opened, go: held.open };
  }

  it("whose provider is killed during an upload is finished by one more, and no upload is left twice or half", async () => {
    trial.configure(anIso());
    const copying = holding("imgcopy");
    const apply = trial.startApply();
    await copying.begun;

    expect(killProvidersOf(apply.pid)).toBeGreaterThan(0);
    const ended = await apply.ended;
    copying.go(); // the task goes on without us

    expect(ended.status).toBe(1);
    expect(said(ended)).toContain("Plugin did not respond");
    await trial.mend();
    expect(world.lab.pve.isos()).toEqual(trial.state("slipway_coreos_iso").map(({ volume_id }) => volume_id));
  });

  it("whose provider is killed while Proxmox makes a VM is finished by one more, which makes the VM anew", async () => {
    trial.configure(aVm);
    const creating = holding("qmcreate");
    const apply = trial.startApply();
    await creating.begun;

    expect(killProvidersOf(apply.pid)).toBeGreaterThan(0);
    const first = await apply.ended;
    expect([first.status, world.lab.pve.vms().length]).toEqual([1, 1]);
    expect(trial.state("slipway_vm")).toEqual([]);
    creating.go(); // the task goes on without us
    await until(() => world.lab.pve.vm(101)?.lock === undefined);

    expect(await trial.mend()).toBe("1 added, 0 changed, 0 destroyed");
    const uuids = trial.state("slipway_vm").map(({ smbios_uuid }) => `uuid=${String(smbios_uuid)}`);
    expect(world.lab.pve.vms().map(({ config, running }) => [config["smbios1"], running])).toEqual([[uuids[0], true]]);
  });

  it("holds the state's lock: a second one at the same time is refused by name, and the first goes on", async () => {
    trial.configure(aVm);
    const creating = holding("qmcreate");
    const first = trial.startApply();
    await creating.begun;

    const second = await trial.apply();
    creating.go();

    expect(second.status).toBe(1);
    expect(said(second)).toContain("Error acquiring the state lock");
    expect((await first.ended).status).toBe(0);
    expect(await trial.mend()).toBe("0 added, 0 changed, 0 destroyed");
    expect(world.lab.pve.vms().map(({ vmid, running }) => [vmid, running])).toEqual([[101, true]]);
  });

  it("that ends by Ctrl-C while Proxmox makes a VM keeps it in the state, and one more makes it anew", async () => {
    trial.configure(aVm);
    const creating = holding("qmcreate");
    const apply = trial.startApply();
    await creating.begun;
    apply.interrupt();

    const ended = await apply.ended;
    creating.go();

    expect(ended.status).toBe(1);
    expect(trial.state("slipway_vm")).toMatchObject([{ vm_id: 101, status: "tainted" }]);
    expect(await trial.mend()).toBe("1 added, 0 changed, 1 destroyed");
    expect(world.lab.pve.vms().map(({ vmid, running }) => [vmid, running])).toEqual([[101, true]]);
  });
});
