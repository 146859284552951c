import { rmSync, utimesSync } from "node:fs";
import { join } from "node:path";
import { BOOT, MACHINE, NONCE, onAnInstallVm, reportText } from "./on-an-install-vm";

describe("slipway_installation", () => {
  const here = onAnInstallVm();
  const { config, report, served } = here;
  const { put, root } = served;

  describe("read", () => {
    beforeEach(async () => {
      report();
      await here.drive.apply(config());
    });

    it("keeps the state when the reports are gone, or the server does not answer", async () => {
      const before = here.drive.state;

      rmSync(join(root, "reports"), { recursive: true });
      expect([await here.drive.refresh(), here.drive.state]).toEqual([[], before]);

      await served.stop();
      expect([await here.drive.refresh(), here.drive.state]).toEqual([[], before]);
    });

    it("asks Proxmox for nothing but the VM's config, beside the list that all share", async () => {
      here.vm.reads.length = 0;

      await here.drive.refresh();

      expect(here.vm.reads).toEqual(["/nodes/pve3/qemu/102/config"]);
    });

    it("shows the release that the guest runs now", async () => {
      const newer = BOOT.replace(/1$/, "2");
      put(`/reports/102/${NONCE}/${MACHINE}/${newer}`, reportText({ boot_id: newer, release: "44.20260901.3.0" }));
      utimesSync(join(root, `reports/102/${NONCE}/${MACHINE}/${BOOT}`), 1, 1);

      await here.drive.refresh();

      expect(here.drive.state).toMatchObject({ release: "44.20260901.3.0" });
    });
  });

  describe("delete", () => {
    it("touches nothing", async () => {
      report();
      await here.drive.apply(config());
      served.server.requests.length = 0;

      expect(await here.drive.apply(null)).toEqual({ state: null, diagnostics: [] });
      expect(served.server.requests).toEqual([]);
    });
  });
});
