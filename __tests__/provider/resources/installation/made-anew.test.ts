import { UNKNOWN } from "../../../../lib/provider/framework/values";
import { BOOT, MACHINE, NEXT_MACHINE, NONCE, detailOf, onAnInstallVm, reportText } from "./on-an-install-vm";

describe("slipway_installation", () => {
  const here = onAnInstallVm();
  const { atSecondLook, config, report, served } = here;
  const { put } = served;

  describe("a VM that was made anew, with the same id and config", () => {
    beforeEach(async () => {
      report();
      await here.drive.apply(config());
    });

    const installNext = (): void =>
      atSecondLook(() => put(`/reports/102/${NONCE}/${NEXT_MACHINE}/${BOOT}`, reportText({ machine: NEXT_MACHINE })));

    it("is not installed, whatever the one before had reported", async () => {
      here.vm.machine = NEXT_MACHINE;

      expect([await here.drive.refresh(), here.drive.state]).toEqual([[], null]);
    });

    it("is waited for until it has reported itself", async () => {
      here.vm.machine = NEXT_MACHINE;
      await here.drive.refresh();
      installNext();

      const { state, diagnostics } = await here.drive.apply(config({ timeout: 10 }));

      expect(diagnostics).toEqual([]);
      expect(state).toMatchObject({ machine: NEXT_MACHINE, installed_in: expect.any(Number) });
    });

    it("is waited for in the apply that makes it, where it is handed over", async () => {
      expect((await here.drive.plan(config({ machine: MACHINE }))).value).toEqual({
        planned: here.drive.state,
        replace: [],
      });
      expect((await here.drive.plan(config({ machine: UNKNOWN }))).value.replace).toEqual([["machine"]]);
      here.drive.state = null;
      installNext();

      const { state } = await here.drive.apply(config({ machine: NEXT_MACHINE, timeout: 10 }));

      expect(state).toMatchObject({ machine: NEXT_MACHINE, installed_in: expect.any(Number) });
    });

    it("does not inherit that the one before gave up", async () => {
      put(`/log/102/${NONCE}/${MACHINE}/failed`, "slipway-check: hash mismatch");
      here.vm.machine = NEXT_MACHINE;
      await here.drive.refresh();

      const { diagnostics } = await here.drive.apply(config());

      expect(detailOf(diagnostics)).toContain("reached: published");
      expect(here.vm.calls).toEqual([]);
    });

    it("is missed when it is gone, and cannot be installed", async () => {
      here.vm.node = undefined;

      await here.drive.refresh();
      const { state, diagnostics } = await here.drive.apply(config());

      expect(state).toBeNull();
      expect(diagnostics).toMatchObject([
        {
          summary: 'Unable to install guest "web"',
          detail: "There is no VM 102, or the API token may not see it.",
        },
      ]);
    });
  });
});
