import { spawnSync } from "node:child_process";
import { DOWNLOAD_SCRIPT } from "../../lib/images/downloader/download-script";
import { guestReport } from "../../lib/images/guest/report";
import { REPORT_SCRIPT } from "../../lib/images/guest/report-script";
import { CHECK_SCRIPT, WRITTEN_SCRIPT } from "../../lib/images/live/check-script";
import { liveConfig, liveConfigArchive } from "../../lib/images/live/live-config";
import { renderIgnition } from "../../lib/ignition/render";
import { readCpio } from "../../lib/coreos/cpio";
import { Late } from "../../lib/values/late";
import { contentOf } from "./fixtures";

describe("scripts", () => {
  it.each([
    ["download", DOWNLOAD_SCRIPT],
    ["slipway-check", CHECK_SCRIPT],
    ["slipway-written", WRITTEN_SCRIPT],
    ["slipway-report", REPORT_SCRIPT],
    ["serve-dhcp", contentOf("/etc/slipway/build/dnsmasq/serve-dhcp")],
    ["volume-setup", contentOf("/etc/slipway/setup/volume-setup")],
  ])("%s stops at the first failure, and bash can read it", (_name, script) => {
    const { status, stderr } = spawnSync("bash", ["-n"], { input: script, encoding: "utf8", timeout: 10_000 });

    expect({ status, stderr }).toEqual({ status: 0, stderr: "" });
    expect(script).toMatch(/^#!\/bin\/(?:ba)?sh\nset -euo pipefail\n/);
  });
});

describe("liveConfigArchive", () => {
  it("holds the live system's config as the one file of an initrd", () => {
    const entries = readCpio(Buffer.from(liveConfigArchive().base64, "base64"));

    expect(entries.map(({ path, mode, content }) => [path, mode.toString(8), content.toString()])).toEqual([
      ["config.ign", "100644", renderIgnition(liveConfig())],
    ]);
  });

  it("checks before the installer may run, and reports after it", () => {
    expect(liveConfig().systemd?.units).toEqual([
      {
        name: "slipway-check.service",
        enabled: true,
        contents: `[Unit]
Description=Checks the Ignition config of this machine before its disk is touched
Wants=network-online.target
Before=coreos-installer.service
After=network-online.target coreos-installer-pre.target

[Service]
Type=oneshot
RemainAfterExit=true
ExecStart=/usr/local/bin/slipway-check

[Install]
RequiredBy=coreos-installer.service
`,
      },
      {
        name: "slipway-written.service",
        enabled: true,
        contents: `[Unit]
Description=Reports that the disk is written
Requires=coreos-installer.service
Before=coreos-installer.target
After=coreos-installer.service

[Service]
Type=oneshot
RemainAfterExit=true
ExecStart=/usr/local/bin/slipway-written

[Install]
WantedBy=coreos-installer.target
`,
      },
    ]);
  });
});

describe("guestReport", () => {
  it("carries the nonce of the config that it stands in", () => {
    const { file, unit } = guestReport({ serverAddress: Late.token("${address}"), vmId: "102" });

    expect([file.path, file.mode]).toEqual(["/usr/local/bin/slipway-report", 0o755]);
    expect(unit.Service.Environment).toEqual({
      SLIPWAY_SERVER: ["http://", Late.token("${address}")],
      SLIPWAY_VM_ID: "102",
      SLIPWAY_NONCE: Late.nonce(),
    });
  });
});
