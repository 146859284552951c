import { MACHINE, onAnInstallVm } from "./on-an-install-vm";

describe("slipway_installation", () => {
  const here = onAnInstallVm();
  const { config } = here;

  describe("validate", () => {
    it.each([
      ["on_change", "sometimes"],
      ["timeout", 0],
      ["vm_id", 99],
      ["nonce", "abc"],
      ["machine", MACHINE.toUpperCase()],
      ["mac_address", "bc-24-11-00-00-66"],
      ["address", "web.example"],
    ])("refuses a bad %s", async (name, value) => {
      expect(await here.drive.validate(config({ [name]: value }))).toMatchObject([
        { summary: `Not a value for ${name}`, path: [name] },
      ]);
    });
  });
});
