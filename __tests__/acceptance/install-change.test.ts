import { readFileSync, writeFileSync } from "node:fs";
import { join } from "node:path";
import { describeWithTofu, World } from "./world";

jest.setTimeout(180_000);

describeWithTofu("a changed Ignition of the install VM", () => {
  let world: World;
  beforeAll(async () => {
    world = await World.begin({ guests: 1 });
    const release = join(world.directory, "release.json");
    const pinned = readFileSync(world.lab.environment.releaseFile, "utf8");
    writeFileSync(release, pinned);
    world.set({ SLIPWAY_RELEASE_FILE: release });
    await world.mustSynth();
    await world.mustApply("install", "guests");
    // The rootfs by another name of the same host: the install VM's downloader is told so, and nobody else.
    writeFileSync(release, pinned.replace(/127\.0\.0\.1(?=[^"]*rootfs[^"]*\.img")/, "localhost"));
    expect(readFileSync(release, "utf8")).not.toBe(pinned);
    await world.mustSynth();
  });
  afterAll(() => world.end());

  it("uploads the new ISO first, attaches it, restarts the VM and deletes the old ISO last", async () => {
    const [before] = await world.operator.isos();
    world.forget();

    await world.mustApply("install");

    const changes = world.requests
      .filter(({ method }) => method !== "GET")
      .map(({ method, path }) => `${method} ${path.replace(/install-[0-9a-f]+/, "install-HASH")}`);
    expect(changes).toEqual([
      "POST /nodes/pve1/storage/local/upload",
      "PUT /nodes/pve1/qemu/9000/config",
      "POST /nodes/pve1/qemu/9000/status/shutdown",
      "POST /nodes/pve1/qemu/9000/status/start",
      expect.stringMatching(
        /^DELETE \/nodes\/pve1\/storage\/local\/content\/local(:|%3A)iso(\/|%2F)install-HASH\.iso$/i,
      ),
    ]);
    const after = await world.operator.isos();
    expect(after).toHaveLength(1);
    expect(after).not.toContain(before);
  });

  it("has the guests' files looked at again, which touches no guest, and then plans nothing", async () => {
    expect(await world.plan("install")).toBe("");
    expect(await world.plan("guests")).toContain("Plan: 0 to add, 1 to change, 0 to destroy.");
    world.forget();

    await world.mustApply("guests");

    expect(world.requests.filter(({ method }) => method !== "GET")).toEqual([]);
    expect(await world.plan("guests")).toBe("");
  });

  it("publishes the guests' files again if the server is a new instance", async () => {
    await world.mustDestroy("install");
    await world.mustApply("install");
    expect(await world.plan("guests")).toContain("1 to change");

    await world.mustApply("guests");

    expect(await world.plan("guests")).toBe("");
    world.operator.end();
    expect(await world.operator.read("/dhcp/hosts/101")).toContain("10.20.0.11");
  });
});
