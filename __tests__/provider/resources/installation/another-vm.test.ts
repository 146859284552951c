import { MACHINE, NEXT_MACHINE, NONCE, OTHER, onAnInstallVm, requestLine } from "./on-an-install-vm";

describe("slipway_installation", () => {
  const here = onAnInstallVm();
  const { config, log, report, served } = here;

  describe("a guest whose id another VM has got since the plan", () => {
    const why =
      "Its id 102 belongs to another VM now, which is left alone. Plan again: the guest is then waited for anew.";

    it("refuses to install again there: neither its boot order nor its power is touched", async () => {
      report();
      await here.drive.apply(config());
      const before = here.drive.state;
      here.vm.machine = NEXT_MACHINE;

      const { state, diagnostics } = await here.drive.apply(
        config({ nonce: OTHER, on_change: "reinstall", timeout: 10 }),
      );

      expect(diagnostics).toMatchObject([{ summary: 'Unable to restart guest "web"', detail: why }]);
      expect(state).toEqual(before);
      expect(here.vm.calls).toEqual([]);
    });

    it("refuses to restart it for a failure of the guest", async () => {
      served.put(`/log/102/${NONCE}/${MACHINE}/failed`, "slipway-check: hash mismatch");
      log("http", requestLine("PUT", `/log/102/${NONCE}/${MACHINE}/failed`, 201));
      here.vm.machine = NEXT_MACHINE;

      const { diagnostics } = await here.drive.apply(config({ timeout: 10, machine: MACHINE }));

      expect(diagnostics).toMatchObject([
        { summary: 'Unable to install guest "web"' },
        { summary: 'Unable to restart guest "web"', detail: why },
      ]);
      expect(here.vm.calls).toEqual([]);
    });
  });
});
