import { describeWithEach, World } from "./world";

jest.setTimeout(180_000);

describeWithEach("the example stacks in the lab", (engine) => {
  let world: World;
  beforeAll(async () => {
    world = await World.begin({ engine, stageDelayMs: 50 });
    await world.mustSynth();
  });
  afterAll(() => world.end());

  it("installs two guests by one apply each of two stacks, and then plans nothing", async () => {
    await world.mustApply("install", "guests");

    expect(await world.plan("install")).toBe("");
    expect(await world.plan("guests")).toBe("");
    expect(await world.outputs("guests")).toEqual({
      guests: {
        db: {
          vm_id: 101,
          node: "pve2",
          address: "10.20.0.11",
          release: "44.20260802.3.1",
          installed_in: expect.any(Number) as number,
          ssh_host_keys: [expect.stringMatching(/^ssh-ed25519 /) as string],
          ssh_host_key_fingerprint: expect.stringMatching(/^SHA256:/) as string,
        },
        web: expect.objectContaining({ vm_id: 102, node: "pve3", address: "10.20.0.12" }) as object,
      },
    });
  });

  it("creates what it planned", () => {
    const vms = world.lab.pve
      .vms()
      .map(({ vmid, node, running, config }) => ({ vmid, node, running, name: config["name"], boot: config["boot"] }));

    expect(vms).toEqual([
      { vmid: 101, node: "pve2", running: true, name: "db", boot: "order=virtio0;net0" },
      { vmid: 102, node: "pve3", running: true, name: "web", boot: "order=virtio0;net0" },
      { vmid: 9000, node: "pve1", running: true, name: "install", boot: "order=ide2" },
    ]);
  });

  it("repairs a VM that somebody stopped", async () => {
    await world.operator.api("POST", "/nodes/pve2/qemu/101/status/stop");
    expect(await world.plan("guests")).toContain("1 to change");

    await world.mustApply("guests");

    expect(world.lab.pve.vm(101)?.running).toBe(true);
    expect(await world.plan("guests")).toBe("");
  });

  it("installs a guest again when its VM is made anew, though its config is the same", async () => {
    const before = await guestKeys(world);
    await world.operator.api("POST", "/nodes/pve2/qemu/101/status/stop");
    await world.operator.api("DELETE", "/nodes/pve2/qemu/101");

    const ended = await world.apply("guests", "-replace=slipway_vm.web_vm_77CCCF81");

    expect(ended.stdout).toContain("Apply complete! Resources: 4 added, 0 changed, 2 destroyed.");
    const after = await guestKeys(world);
    expect(after["db"]).not.toEqual(before["db"]);
    expect(after["web"]).not.toEqual(before["web"]);
    expect(await world.plan("guests")).toBe("");
  });

  it("publishes again what somebody changed or removed on the install VM", async () => {
    await world.operator.write("/dhcp/hosts/102", "tampered\n");
    await world.operator.remove("/tickets/102.ign/10.20.0.12");
    expect(await world.plan("guests")).toContain("1 to change");

    await world.mustApply("guests");

    expect(await world.plan("guests")).toBe("");
    expect(await world.operator.read("/dhcp/hosts/102")).toMatch(
      /^BC:24:11:[0-9A-F:]{8},set:webtag,10\.20\.0\.12,web\n$/,
    );
  });

  it("follows a VM that was moved to another node", async () => {
    world.lab.pve.move(102, "pve1");
    world.forget();

    await world.mustApply("guests");

    expect(world.requests.filter(({ method }) => method !== "GET")).toEqual([]);
    expect(await world.plan("guests")).toBe("");
  });

  it("installs a third guest without touching the others", async () => {
    world.set({ SLIPWAY_GUESTS: "3" });
    await world.mustSynth();
    const before = [101, 102].map((id) => world.lab.console(id).length);

    await world.mustApply("guests");

    expect(world.lab.pve.vm(103)?.running).toBe(true);
    expect([101, 102].map((id) => world.lab.console(id).length)).toEqual(before);
    expect(await world.plan("guests")).toBe("");
  });

  it("leaves the lab empty when both stacks are destroyed", async () => {
    await world.mustDestroy("guests", "install");

    expect(world.lab.pve.vms()).toEqual([]);
    expect(await world.operator.isos()).toEqual([]);
  });
});

/** Each guest's SSH host keys, which every install makes anew. */
async function guestKeys(world: World): Promise<Readonly<Record<string, unknown>>> {
  const { guests } = (await world.outputs("guests")) as { guests: Record<string, { ssh_host_keys: unknown }> };
  return Object.fromEntries(Object.entries(guests).map(([name, { ssh_host_keys }]) => [name, ssh_host_keys]));
}
