import { MACHINE, NONCE, detailOf, onAnInstallVm, requestLine } from "./on-an-install-vm";

describe("slipway_installation", () => {
  const here = onAnInstallVm();
  const { config, log, served } = here;
  const { put } = served;

  describe("a guest that does not report", () => {
    it("is stuck at DHCP when dnsmasq has heard nothing from it", async () => {
      log("dnsmasq", "Nov 22 03:55:24 dnsmasq-dhcp[2]: DHCPDISCOVER(eth0) bc:24:11:00:00:77 no address available");

      const { diagnostics } = await here.drive.apply(config());

      expect(detailOf(diagnostics)).toBe(
        [
          "stuck at: DHCP (after N s; reached: published)",
          "dnsmasq has not given 10.20.0.12 to BC:24:11:00:00:66",
          "install VM /log/dnsmasq.log: nothing about this guest",
          "fix: check that VM 102 runs, that its NIC has this MAC and is on the install network's bridge, and that its boot order holds the NIC",
        ].join("\n"),
      );
    });

    it("is given up at the third refusal of DHCP, long before the deadline", async () => {
      const refusal = "Nov 22 03:55:24 dnsmasq-dhcp[2]: 7 DHCPDISCOVER(eth0) bc:24:11:00:00:66 no address available";
      here.vm.onStart = () => log("dnsmasq", refusal, refusal, refusal);
      log("dnsmasq", refusal, refusal, refusal);

      const { diagnostics } = await here.drive.apply(config({ timeout: 600 }));

      expect(detailOf(diagnostics)).toBe(
        [
          "stuck at: DHCP (after N s; reached: published)",
          "dnsmasq has no address for BC:24:11:00:00:66",
          "install VM /log/dnsmasq.log, last lines:",
          `  ${refusal}`,
          `  ${refusal}`,
          `  ${refusal}`,
          "fix: `tofu apply -replace=slipway_files.<name>` with the files of this guest, which publishes them again",
        ].join("\n"),
      );
    });

    it("is stuck at iPXE when it has an address and has fetched nothing", async () => {
      log("dnsmasq", "Nov 22 03:55:24 dnsmasq-dhcp[2]: 7 DHCPACK(eth0) 10.20.0.12 bc:24:11:00:00:66 web");

      const { diagnostics } = await here.drive.apply(config());

      expect(detailOf(diagnostics)).toContain("stuck at: iPXE (after N s; reached: DHCP)");
      expect(detailOf(diagnostics)).toContain("the guest has 10.20.0.12, but has fetched nothing");
    });

    it("is given up when its ticket is refused", async () => {
      here.vm.onStart = () => log("http", requestLine("GET", "/tickets/102.ign", 403));
      log("http", requestLine("GET", "/boot.ipxe", 200), requestLine("GET", "/tickets/102.ign", 403));

      const { diagnostics } = await here.drive.apply(config({ timeout: 600 }));

      expect(detailOf(diagnostics)).toContain("the install VM has no open ticket for this guest at its address");
      expect(detailOf(diagnostics)).toContain('"GET /tickets/102.ign HTTP/1.1" 403 0');
    });

    it.each([
      ["live", "config checked", "iPXE"],
      ["checked", "written", "config checked"],
      ["written", "booted", "written"],
      ["booted", "reported", "booted"],
    ])("that said %s is stuck at %s", async (said, stage, reached) => {
      put(`/log/102/${NONCE}/${MACHINE}/${said}`, "");

      const { diagnostics } = await here.drive.apply(config());

      expect(detailOf(diagnostics)).toContain(`stuck at: ${stage} (after N s; reached: ${reached})`);
    });

    it("is waited for even where the logs may not be read", async () => {
      log("http", requestLine("GET", "/boot.ipxe", 200));
      served.server.refuse = "OPEN /log/http.log";

      const { diagnostics } = await here.drive.apply(config());

      expect(detailOf(diagnostics)).toContain("install VM /log/http.log: the SFTP user may not read it");
    });

    it("has not reached iPXE by what it fetched before its config was published", async () => {
      log("http", `2020-01-01T00:00:00+00:00 10.20.0.12 GET /boot.ipxe 200`);

      const { diagnostics } = await here.drive.apply(config());

      expect(detailOf(diagnostics)).toContain("reached: published");
    });

    it("shows what it said when it gave up, and nothing that a terminal would obey", async () => {
      const said = "slipway-check: hash mismatch, disk untouched\n\u001b[2Jslipway-check: \u0007end\n";
      here.vm.onStart = () => log("http", requestLine("PUT", `/log/102/${NONCE}/${MACHINE}/failed`, 201));
      put(`/log/102/${NONCE}/${MACHINE}/live`, "");
      put(`/log/102/${NONCE}/${MACHINE}/failed`, said);

      const { diagnostics } = await here.drive.apply(config({ timeout: 600 }));

      expect(detailOf(diagnostics)).toBe(
        [
          "stuck at: config checked (after N s; reached: iPXE)",
          "the guest's installer gave up",
          `install VM /log/102/${NONCE}/${MACHINE}/failed, last lines:`,
          "  slipway-check: hash mismatch, disk untouched",
          "  ?[2Jslipway-check: ?end",
          "fix: correct what it says, then apply again, which restarts the guest; if a file on the install VM is not the published one, `tofu apply -replace=slipway_files.<name>` with the files of this guest, which publishes them again",
        ].join("\n"),
      );
    });
  });
});
