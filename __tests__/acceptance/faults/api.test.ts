import { times } from "../../../lib/lab/faults";
import type { Fault, FaultRequest } from "../../../lib/lab/pve/types";
import { describeWithTofu, World } from "../world";
import { Trial } from "./trial";

jest.setTimeout(180_000);

const vms = (ids: readonly number[], started = true): string =>
  ids
    .map(
      (id) => `resource "slipway_vm" "vm${id}" {
  vm_id           = ${id}
  name            = "vm${id}"
  node_name       = "pve2"
  memory_mib      = 1024
  boot_order      = ["net0"]
  started         = ${started}
  network_devices = [{ bridge = "vmbr1", mac_address = "BC:24:11:00:03:${id - 90}" }]
  shutdown_timeout = 1
}`,
    )
    .join("\n");

const creates = ({ method, path }: FaultRequest): boolean => method === "POST" && path === "/nodes/pve2/qemu";
const asks =
  (method: string, path: string, fault: Fault) =>
  (request: FaultRequest): Fault | undefined =>
    request.method === method && request.path === `/nodes/pve2/qemu/${path}` ? fault : undefined;

describeWithTofu("the Proxmox API", () => {
  let world: World;
  let trial: Trial;
  beforeAll(async () => {
    world = await World.begin({ lab: { lateTasks: true, taskDelay: (type) => (type === "qmstart" ? 500 : 100) } });
    trial = await Trial.begin(world);
  });
  afterAll(() => world.end());
  afterEach(async () => {
    await trial.empty();
    expect(world.lab.pve.vms()).toEqual([]);
  });

  const inWorld = (): unknown => world.lab.pve.vms().map(({ vmid, running }) => ({ vmid, running }));
  const inState = (): readonly unknown[] =>
    trial.state("slipway_vm").map(({ vm_id: vmid, started: running }) => ({ vmid, running }));

  it("answers 500, 502, 504 or nothing to what makes VMs: what may be there is in the state, and one more apply makes all", async () => {
    const answers: Fault[] = [
      { status: 500, message: "got no worker upid - start worker failed" },
      { status: 502, message: "Bad Gateway" },
      { status: 504, message: "Gateway Timeout" },
      { dropAnswer: true },
    ];
    trial.configure(vms([101, 102, 103, 104, 105]));
    world.lab.faults.api = (request) => (creates(request) ? answers.shift() : undefined);

    const output = await trial.failing();

    expect(answers).toEqual([]);
    expect(output.match(/Unable to create VM "vm\d+"/g)).toHaveLength(4);
    for (const said of ["start worker failed", "502 Bad Gateway", "504 Gateway Timeout", "no answer from"]) {
      expect(output).toContain(said);
    }
    // One was refused, one is made, and of three nobody can tell: those are looked for by the next apply.
    expect(trial.state("slipway_vm").map(({ status }) => status ?? "made")).toEqual(
      expect.arrayContaining(["made", "tainted", "tainted", "tainted"]),
    );
    expect(world.lab.pve.vms()).toHaveLength(2);

    await trial.mend();
    expect(inState()).toEqual([101, 102, 103, 104, 105].map((vmid) => ({ vmid, running: true })));
    expect(inWorld()).toEqual(inState());
  });

  it("answers 502, 504 and 595 once to what may be asked again, and no more than late: nobody notices", async () => {
    const once = [
      asks("POST", "101/status/start", { status: 595, message: "No route to host" }),
      asks("GET", "102/status/current", { status: 502, message: "Bad Gateway" }),
      asks("GET", "103/config", { status: 504, message: "Gateway Timeout" }),
      asks("POST", "104/status/start", { delayMs: 500 }),
    ].map((fault) => times(1, fault));
    let faults = 0;
    trial.configure(vms([101, 102, 103, 104]));
    world.lab.faults.api = (request) => {
      const fault = once.map((one) => one(request)).find((found) => found !== undefined);
      faults += fault === undefined ? 0 : 1;
      return fault;
    };

    const ended = await trial.apply();

    expect([ended.status, ended.stderr, faults]).toEqual([0, "", 4]);
    expect(await trial.mend()).toBe("0 added, 0 changed, 0 destroyed");
    expect(inWorld()).toEqual(inState());
  });

  it("lets tasks fail: their own words are said, and one more apply makes what they have not", async () => {
    trial.configure(vms([101, 102, 103]));
    world.lab.faults.task = ({ type, id }) => {
      if (type === "qmcreate" && id === "101") return { failure: "lvcreate 'pve/vm-101-disk-0' error: no free space" };
      return type === "qmstart" && id === "102" ? { failure: "start failed: QEMU exited with code 1" } : undefined;
    };

    const output = await trial.failing();

    expect(output).toContain('Unable to create VM "vm101"');
    expect(output).toContain("lvcreate 'pve/vm-101-disk-0' error: no free space");
    expect(output).toContain('Unable to create VM "vm102"');
    expect(output).toContain("start failed: QEMU exited with code 1");
    expect(inWorld()).toEqual([
      { vmid: 102, running: false },
      { vmid: 103, running: true },
    ]);

    expect(await trial.mend()).toBe("2 added, 0 changed, 1 destroyed");
    expect(inState()).toEqual([101, 102, 103].map((vmid) => ({ vmid, running: true })));
    expect(inWorld()).toEqual(inState());
  });

  it("accepts the token no longer in the midst of an apply: it says what to do, and nothing that was made is forgotten", async () => {
    trial.configure(vms([101]));
    world.lab.faults.task = ({ type }) => {
      if (type === "qmcreate") world.lab.pve.expireToken("slipway@pve!lab", 1);
      return undefined;
    };

    const output = await trial.failing();

    expect(output).toContain("401 token expired");
    expect(output).toContain('accepts the API token "slipway@pve!lab" no longer');
    expect(output).toContain("pveum user token modify slipway@pve lab --expire 0");
    expect(trial.state("slipway_vm")).toMatchObject([{ vm_id: 101, status: "tainted" }]);

    world.lab.pve.expireToken("slipway@pve!lab", 0);
    expect(await trial.mend()).toBe("1 added, 0 changed, 1 destroyed");
    expect(inWorld()).toEqual([{ vmid: 101, running: true }]);
    expect(inState()).toEqual(inWorld());
  });

  it("stops a guest that does not hear: its shutdown ends at its deadline, with a warning", async () => {
    trial.configure(vms([101]));
    expect((await trial.apply()).status).toBe(0);
    trial.configure(vms([101], false));
    world.lab.faults.deaf = () => true;

    const ended = await trial.apply();

    expect([ended.status, ended.stdout.includes('VM "vm101" had to be stopped')]).toEqual([0, true]);
    expect(await trial.mend()).toBe("0 added, 0 changed, 0 destroyed");
    expect(inWorld()).toEqual([{ vmid: 101, running: false }]);
  });
});
