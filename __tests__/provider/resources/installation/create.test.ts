import { utimesSync } from "node:fs";
import { join } from "node:path";
import { BOOT, MACHINE, NONCE, OTHER, onAnInstallVm, reported, reportText } from "./on-an-install-vm";

describe("slipway_installation", () => {
  const here = onAnInstallVm();
  const { atSecondLook, config, report, served } = here;
  const { put, root } = served;

  describe("create", () => {
    it("answers at once for a guest that had reported", async () => {
      report();

      const { state, diagnostics } = await here.drive.apply(config());

      expect(diagnostics).toEqual([]);
      expect(state).toMatchObject({ ...reported, installed_in: null });
    });

    it.each([
      ["since its VM was switched on in this run", 0.5, 0.5],
      ["null where its VM ran before", 1e9, null],
    ])("tells how long a guest took that was quicker than the first look: %s", async (_name, uptime, installedIn) => {
      report();
      here.vm.uptime = uptime;

      const { state } = await here.drive.apply(config());

      expect(state).toMatchObject({ ...reported, installed_in: installedIn });
    });

    it("names the guest when it is interrupted, and has no state", async () => {
      atSecondLook(() => here.drive.session.interrupt());

      const { state, diagnostics } = await here.drive.apply(config({ timeout: 60 }));

      expect(state).toBeNull();
      expect(diagnostics).toEqual([
        {
          severity: "error",
          summary: "Operation cancelled",
          detail:
            'Interrupted while guest "web" was being installed. It goes on by itself as far as it can: apply again to wait for it.',
        },
      ]);
    });

    it("waits for the report", async () => {
      atSecondLook(report);

      const { state, diagnostics } = await here.drive.apply(config({ timeout: 5 }));

      expect(diagnostics).toEqual([]);
      expect(state).toMatchObject({ ...reported, installed_in: expect.any(Number) });
    });

    it("takes the newest of several boots", async () => {
      const newer = BOOT.replace(/1$/, "2");
      report();
      utimesSync(join(root, `reports/102/${NONCE}/${MACHINE}/${BOOT}`), 1, 1);
      put(`/reports/102/${NONCE}/${MACHINE}/${newer}`, reportText({ boot_id: newer, release: "44.20260901.3.0" }));
      put(`/reports/102/${NONCE}/${MACHINE}/.upload`, "no report");

      const { state } = await here.drive.apply(config());

      expect(state).toMatchObject({ boot_id: newer, release: "44.20260901.3.0" });
    });

    it("has no more to do afterwards", async () => {
      report();
      await here.drive.apply(config());

      const warnings = await here.drive.refresh();
      const { value } = await here.drive.plan(config());

      expect(warnings).toEqual([]);
      expect(value).toEqual({ planned: here.drive.state, replace: [] });
    });

    it("refuses a report that is not the guest's", async () => {
      put(`/reports/102/${NONCE}/${MACHINE}/${BOOT}`, reportText({ nonce: OTHER }));

      const { state, diagnostics } = await here.drive.apply(config());

      expect(state).toBeNull();
      expect(diagnostics).toMatchObject([
        {
          summary: 'Unable to believe the report of guest "web"',
          detail: expect.stringContaining("its nonce is not that of the guest's config"),
        },
      ]);
    });

    it("ends when the user interrupts, and asks for nothing more", async () => {
      served.server.onRequest = () => here.drive.session.interrupt();

      const { diagnostics } = await here.drive.apply(config({ timeout: 60 }));

      expect(diagnostics).toMatchObject([{ summary: "Operation cancelled" }]);
      expect(served.server.requests).toHaveLength(1);
    });
  });
});
