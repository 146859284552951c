import { MACHINE, NONCE, onAnInstallVm, reported, requestLine } from "./on-an-install-vm";

describe("slipway_installation", () => {
  const here = onAnInstallVm();
  const { atSecondLook, config, log, report, served } = here;
  const { put } = served;

  describe("a guest that failed in an earlier apply", () => {
    it("is restarted once, and what was said before does not count", async () => {
      put(`/log/102/${NONCE}/${MACHINE}/failed`, "slipway-check: hash mismatch");
      log("http", requestLine("PUT", `/log/102/${NONCE}/${MACHINE}/failed`, 201));
      here.vm.onStart = () => atSecondLook(report);

      const { state, diagnostics } = await here.drive.apply(config({ timeout: 10 }));

      expect(diagnostics).toEqual([]);
      expect(state).toMatchObject(reported);
      expect(here.vm.calls).toEqual(["POST stop", "POST start"]);
    });

    it("is explained as well when it cannot be restarted", async () => {
      put(`/log/102/${NONCE}/${MACHINE}/failed`, "slipway-check: hash mismatch");
      here.vm.node = undefined;

      const { diagnostics } = await here.drive.apply(config({ timeout: 10, machine: MACHINE }));

      expect(diagnostics).toMatchObject([
        { summary: 'Unable to install guest "web"', detail: expect.stringContaining("hash mismatch") },
        { summary: 'Unable to restart guest "web"', detail: "There is no VM 102, or the API token may not see it." },
      ]);
    });

    it("is left alone once it has reported", async () => {
      put(`/log/102/${NONCE}/${MACHINE}/failed`, "slipway-check: hash mismatch");
      report();

      const { state } = await here.drive.apply(config());

      expect(state).toMatchObject(reported);
      expect(here.vm.calls).toEqual([]);
    });
  });
});
