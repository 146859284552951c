import { X509Certificate } from "node:crypto";
import { readFileSync } from "node:fs";
import { LabWithImage } from "./lab-image";
import { describeWithTofu, World } from "./world";

jest.setTimeout(300_000);

const APP = "__tests__/acceptance/placed-app.ts";

describeWithTofu("VMs that are placed, one of them made from an image", () => {
  const withImage = new LabWithImage("pve3");
  let world: World;
  beforeAll(async () => {
    const { directory } = withImage;
    world = await World.begin({ alsoGranted: { "/nodes": ["Sys.Audit"] }, lab: { directory } });
    await world.mustSynth(APP, "hello");
    await world.mustApply("placed");
  });
  afterAll(async () => {
    await world.end();
    withImage.remove();
  });

  function vm(vmId: number) {
    const found = world.lab.pve.vm(vmId);
    if (found === undefined) throw new Error(`there is no VM ${vmId}`);
    return found;
  }

  const nodes = (): readonly string[] => [9000, 101, 102].map((id) => vm(id).node);

  const isos = async (): Promise<readonly string[]> => {
    const all = await Promise.all(
      ["pve1", "pve2", "pve3"].map((node) => world.operator.api("GET", `/nodes/${node}/storage/local/content`)),
    );
    const names = all.flatMap((list) => (list as { volid: string }[]).map(({ volid }) => volid));
    return names.filter((name) => name.startsWith("local:iso/web-"));
  };

  it("are spread over the nodes, and nothing is left to do", async () => {
    const [install, db, web] = nodes();
    // Which of the two comes to which node is up to which of them OpenTofu asks for first.
    expect([[install, db].sort(), web]).toEqual([["pve1", "pve2"], "pve3"]);
    expect(await world.outputs("placed")).toEqual({ nodes: { install, db, web } });
    expect(await world.plan("placed")).toBe("");
  });

  it("boot with the config that came on a CD, by the Proxmox API alone", async () => {
    await world.reached(102, "booted");

    const console = world.lab.console(102);
    expect(console).toContain("ignition: reading user-data from the CD in ide2, which is labelled cidata");
    expect(console).toContain("Welcome to Fedora CoreOS (proxmoxve image) on web");
    expect(vm(102).disks.get("virtio0")?.sizeBytes).toBe(20 * 1024 ** 3);
    expect(vm(102).config).toMatchObject({ balloon: 2048, cpulimit: "2", numa: 1 });
    expect(world.state("placed")).not.toContain("hello");
  });

  it("take another share of their node while they run", async () => {
    const { startedAt } = vm(102);
    await world.mustSynth(APP, "hello", "1.5");
    await world.mustApply("placed");

    expect(vm(102).config["cpulimit"]).toBe("1.5");
    expect([vm(102).startedAt, vm(102).active["cpulimit"]]).toEqual([startedAt, "1.5"]);
    expect(await world.plan("placed")).toBe("");
  });

  it("are made anew for another config, alone, on the node where they were", async () => {
    const [before] = await isos();
    const kept = [9000, 101].map((id) => vm(id).config["smbios1"]);
    const placed = nodes();
    const replaced = vm(102).config["smbios1"];
    await world.mustSynth(APP, "good day", "1.5");

    await world.mustApply("placed");

    const [after, ...others] = await isos();
    expect(others).toEqual([]);
    expect(after).not.toBe(before);
    expect(String(vm(102).config["ide2"])).toContain(String(after));
    expect(vm(102).config["smbios1"]).not.toBe(replaced);
    expect([9000, 101].map((id) => vm(id).config["smbios1"])).toEqual(kept);
    expect(nodes()).toEqual(placed);
    await world.reached(102, "booted");
    expect(await world.plan("placed")).toBe("");
  });

  it("are left alone where the API shows another certificate than the one that is pinned in the stack", async () => {
    const { fingerprint256 } = new X509Certificate(readFileSync(world.lab.environment.caFile));
    const synthWith = async (fingerprint: string): Promise<void> => {
      world.set({ PROXMOX_VE_FINGERPRINT: fingerprint });
      await world.mustSynth(APP, "good day", "1.5");
      world.set({ PROXMOX_VE_FINGERPRINT: undefined });
    };

    await synthWith(fingerprint256.replace(/^../, (pair) => (pair === "00" ? "01" : "00")));
    await expect(world.plan("placed")).rejects.toThrow(/shows another certificate\s+than the pinned one/);

    await synthWith(fingerprint256);
    expect(await world.plan("placed")).toBe("");
  });

  it("go, with their CDs", async () => {
    await world.mustDestroy("placed");

    expect(world.lab.pve.vms()).toEqual([]);
    expect(await isos()).toEqual([]);
  });
});
