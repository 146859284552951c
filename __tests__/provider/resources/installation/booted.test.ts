import { MACHINE, OTHER, onAnInstallVm, reported } from "./on-an-install-vm";

describe("slipway_installation", () => {
  const here = onAnInstallVm();
  const { atSecondLook, config, report, served } = here;
  const { put } = served;

  describe("an apply that goes on where the new system has booted, and has not reported", () => {
    it("shuts it down before it starts from the disk: data disks are in use again", async () => {
      report();
      await here.drive.apply(config());
      here.vm.boot = "order=net0;virtio0";
      put(`/log/102/${OTHER}/${MACHINE}/written`, "");
      put(`/log/102/${OTHER}/${MACHINE}/booted`, "");
      here.vm.onStart = () => atSecondLook(() => report(OTHER));

      const { state, diagnostics } = await here.drive.apply(
        config({ nonce: OTHER, on_change: "reinstall", timeout: 10 }),
      );

      expect(diagnostics).toEqual([]);
      expect(state).toMatchObject({ ...reported, nonce: OTHER });
      expect(here.vm.calls).toEqual(["PUT boot order=virtio0;net0", "POST shutdown", "POST start"]);
    });
  });
});
