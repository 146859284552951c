import { UNKNOWN, type ValueObject } from "../../../../lib/provider/framework/values";
import { MACHINE, OTHER, detailOf, onAnInstallVm, reported, requestLine } from "./on-an-install-vm";

describe("slipway_installation", () => {
  const here = onAnInstallVm();
  const { atSecondLook, config, log, report, served } = here;
  const { put } = served;

  describe("a changed nonce", () => {
    beforeEach(async () => {
      report();
      await here.drive.apply(config());
    });

    it("replaces the installation by default", async () => {
      const { value } = await here.drive.plan(config({ nonce: OTHER }));

      expect(value.replace).toEqual([["nonce"]]);
      expect(value.planned).toMatchObject({ nonce: OTHER, release: UNKNOWN, boot_id: UNKNOWN });
    });

    it("changes nothing but the nonce when it is to be ignored", async () => {
      const before = here.drive.state;
      const changed = config({ nonce: OTHER, on_change: "ignore" });

      const { diagnostics } = await here.drive.apply(changed);
      await here.drive.refresh();

      expect(diagnostics).toEqual([]);
      expect(here.drive.state).toEqual({ ...before, nonce: OTHER, on_change: "ignore" });
      expect((await here.drive.plan(changed)).value).toEqual({ planned: here.drive.state, replace: [] });
    });

    describe("that means to install again", () => {
      const changed = (): ValueObject => config({ nonce: OTHER, on_change: "reinstall", timeout: 10 });

      it("boots from the network until the disk is written, then from the disk", async () => {
        here.vm.onStart = (order) =>
          order.startsWith("order=net0")
            ? put(`/log/102/${OTHER}/${MACHINE}/written`, "")
            : atSecondLook(() => report(OTHER));

        const { state, diagnostics } = await here.drive.apply(changed());

        expect(diagnostics).toEqual([]);
        expect(state).toMatchObject({ ...reported, nonce: OTHER, installed_in: expect.any(Number) });
        expect(here.vm.calls).toEqual([
          "PUT boot order=net0;virtio0",
          "POST shutdown",
          "POST start",
          "PUT boot order=virtio0;net0",
          "POST stop",
          "POST start",
        ]);
      });

      it("goes on after the disk was written when it was interrupted there", async () => {
        here.vm.boot = "order=net0;virtio0";
        put(`/log/102/${OTHER}/${MACHINE}/written`, "");
        here.vm.onStart = () => atSecondLook(() => report(OTHER));

        const { diagnostics } = await here.drive.apply(changed());

        expect(diagnostics).toEqual([]);
        expect(here.vm.calls).toEqual(["PUT boot order=virtio0;net0", "POST stop", "POST start"]);
      });

      it("only restores the boot order when the guest had reported already", async () => {
        here.vm.boot = "order=net0;virtio0";
        report(OTHER);

        const { diagnostics } = await here.drive.apply(changed());

        expect(diagnostics).toEqual([]);
        expect(here.vm.calls).toEqual(["PUT boot order=virtio0;net0"]);
      });

      it("restores the boot order and keeps the old state when the guest gives up", async () => {
        const before = here.drive.state;
        here.vm.onStart = () => {
          put(`/log/102/${OTHER}/${MACHINE}/failed`, "slipway-check: hash mismatch");
          log("http", requestLine("PUT", `/log/102/${OTHER}/${MACHINE}/failed`, 201));
        };

        const { state, diagnostics } = await here.drive.apply(changed());

        expect(detailOf(diagnostics)).toContain("slipway-check: hash mismatch");
        expect(state).toEqual(before);
        expect(here.vm.boot).toBe("order=virtio0;net0");
      });

      it("restores the boot order when the user interrupts: nothing is to install itself at some later start", async () => {
        const before = here.drive.state;
        here.vm.onStart = () => here.drive.session.interrupt();

        const { state, diagnostics } = await here.drive.apply(changed());

        expect(diagnostics).toMatchObject([{ severity: "error", summary: "Operation cancelled" }]);
        expect(state).toEqual(before);
        expect(here.vm.calls).toEqual([
          "PUT boot order=net0;virtio0",
          "POST shutdown",
          "POST start",
          "PUT boot order=virtio0;net0",
        ]);
      });
    });
  });
});
