import { aGate } from "../gate";
import { describeWithEach, describeWithTofu, said, World } from "./world";

jest.setTimeout(240_000);

describeWithEach("an apply that breaks off", (engine) => {
  // Under Terraform the core: how it ends what is under way.
  const itOnce = engine === "tofu" ? it : it.skip;
  let world: World;
  beforeEach(async () => {
    world = await World.begin({ engine, guests: 1 });
    await world.mustSynth();
    await world.mustApply("install");
  });
  afterEach(() => world.end());

  itOnce("leaves a VM that could not be started in the state, and a second apply makes it anew", async () => {
    world.lab.faults.api = ({ method, path }) =>
      method === "POST" && path === "/nodes/pve2/qemu/101/status/start"
        ? { status: 500, message: "not enough memory on node" }
        : undefined;

    const first = await world.apply("guests");

    expect(first.status).toBe(1);
    expect(said(first)).toContain('Unable to create VM "db"');
    expect(said(first)).toContain("not enough memory on node");
    expect(world.lab.pve.vm(101)?.running).toBe(false);
    expect(vmOf(world)).toMatchObject({ status: "tainted", attributes: { vm_id: 101, started: false } });

    world.lab.faults.clear();
    await world.mustApply("guests");

    expect(world.lab.pve.vms().map(({ vmid }) => vmid)).toEqual([101, 9000]);
    expect(await world.plan("guests")).toBe("");
  });

  it("ends soon after Ctrl-C while a guest installs itself, and a second apply waits on without touching the guest", async () => {
    await world.tofu("guests", "init", "-input=false");
    let starts = 0;
    world.lab.events.on("stage", ({ vmId, stage }) => (starts += vmId === 101 && stage === "powered on" ? 1 : 0));
    const [watched, interrupted] = [aGate(), aGate()];
    world.lab.faults.stage = (vmId, stage) => (vmId === 101 && stage === "DHCP" ? interrupted.opened : undefined);
    world.lab.faults.sftp = ({ path }) => {
      if (path.startsWith("/log/")) watched.open();
      return undefined;
    };
    const apply = world.startApply("guests");
    await Promise.race([watched.opened, apply.ended]);

    apply.interrupt();
    const first = await apply.ended;
    interrupted.open();

    expect(first.status).toBe(1);
    expect(said(first)).toContain("Operation cancelled");
    expect(said(first)).toContain('guest "db"');
    expect(said(first)).not.toContain("report it as a bug");
    expect(vmOf(world)).not.toHaveProperty("status");
    expect(world.state("guests")).not.toContain('"slipway_installation"');

    world.forget();
    await world.mustApply("guests");

    expect(world.requests.filter(({ method }) => method !== "GET")).toEqual([]);
    expect(starts).toBe(1);
    expect(await world.plan("guests")).toBe("");
  });
});

describeWithTofu("a guest's changed config", () => {
  let world: World;
  const app = "__tests__/acceptance/one-guest-app.ts";
  const uuid = (): unknown => world.lab.pve.vm(101)?.config["smbios1"];
  const keys = async (): Promise<unknown> => (await world.outputs("guests"))["keys"];
  beforeEach(async () => {
    world = await World.begin({ guests: 1, stageDelayMs: 20 });
  });
  afterEach(() => world.end());

  it("installs the same VM again by one apply, where the policy is to reinstall", async () => {
    await world.mustSynth(app, "reinstall", "hello");
    await world.mustApply("install", "guests");
    const [machine, before] = [uuid(), await keys()];
    await world.mustSynth(app, "reinstall", "good day");

    const ended = await world.apply("guests");

    expect(said(ended)).toContain("0 added, 2 changed, 0 destroyed");
    expect(uuid()).toBe(machine);
    expect(await keys()).not.toEqual(before);
    expect(world.lab.pve.vm(101)?.config["boot"]).toBe("order=virtio0;net0");
    expect(await world.plan("guests")).toBe("");
  });

  it("is published and no more, where the policy is to ignore it", async () => {
    await world.mustSynth(app, "ignore", "hello");
    await world.mustApply("install", "guests");
    const [machine, before] = [uuid(), await keys()];
    const published = await world.operator.read("/ignition/101.ign/10.20.0.11");
    await world.mustSynth(app, "ignore", "good day");
    world.forget();

    await world.mustApply("guests");

    expect(world.requests.filter(({ method }) => method !== "GET")).toEqual([]);
    expect([uuid(), await keys()]).toEqual([machine, before]);
    expect(await world.operator.read("/ignition/101.ign/10.20.0.11")).not.toBe(published);
    expect(await world.plan("guests")).toBe("");
  });
});

/** The VM of the guest as the state has it. */
function vmOf(world: World): unknown {
  interface Instance {
    readonly status?: string;
  }
  const { resources } = JSON.parse(world.state("guests")) as {
    resources: { type: string; instances: Instance[] }[];
  };
  return resources.find(({ type }) => type === "slipway_vm")?.instances[0];
}
