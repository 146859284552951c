import { guestVm, nonce, World } from "./world/world";

describe("A guest with an empty disk", () => {
  const world = new World();

  beforeAll(async () => {
    await world.prepare();
    await world.install();
    await world.publish();
  });
  afterAll(() => world.end());

  it("installs itself and reports", async () => {
    const guest = guestVm();

    expect(await world.run(guest)).toEqual([
      "powered on",
      "DHCP",
      "iPXE",
      "config checked",
      "written",
      "booted",
      "reported",
    ]);
  });
});
