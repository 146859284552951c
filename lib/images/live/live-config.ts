import { writeCpio } from "../../coreos/cpio";
import type { IgnitionConfig } from "../../ignition/schema";
import { renderIgnition } from "../../ignition/render";
import { renderUnit } from "../../units/render";
import type { ServiceUnit } from "../../units/schema";
import type { ImageFile } from "../files";
import { CHECK_SCRIPT, WRITTEN_SCRIPT } from "./check-script";

const CHECK = "/usr/local/bin/slipway-check";
const WRITTEN = "/usr/local/bin/slipway-written";

/** Runs before the installer, which does not run if this fails. */
const checkUnit: ServiceUnit = {
  name: "slipway-check.service",
  Unit: {
    Description: "Checks the Ignition config of this machine before its disk is touched",
    Wants: ["network-online.target"],
    After: ["network-online.target", "coreos-installer-pre.target"],
    Before: ["coreos-installer.service"],
  },
  Service: { Type: "oneshot", RemainAfterExit: true, ExecStart: [[CHECK]] },
  Install: { RequiredBy: ["coreos-installer.service"] },
};

/** A report that fails must not keep the machine from restarting into its system. */
const writtenUnit: ServiceUnit = {
  name: "slipway-written.service",
  Unit: {
    Description: "Reports that the disk is written",
    Requires: ["coreos-installer.service"],
    After: ["coreos-installer.service"],
    Before: ["coreos-installer.target"],
  },
  Service: { Type: "oneshot", RemainAfterExit: true, ExecStart: [[WRITTEN]] },
  Install: { WantedBy: ["coreos-installer.target"] },
};

/** The units of the live system, all of which are enabled. */
export const liveUnits: readonly ServiceUnit[] = [checkUnit, writtenUnit];

/** The config of the live system that installs guests. It is the same for all of them. */
export function liveConfig(): IgnitionConfig {
  return {
    storage: {
      files: [
        { path: CHECK, mode: 0o755, contents: CHECK_SCRIPT },
        { path: WRITTEN, mode: 0o755, contents: WRITTEN_SCRIPT },
      ],
    },
    systemd: {
      units: liveUnits.map((unit) => ({ name: unit.name, enabled: true, contents: renderUnit(unit) })),
    },
  };
}

/** An initrd that the live system finds its config in. */
export function liveConfigArchive(): Extract<ImageFile["contents"], { kind: "bytes" }> {
  const content = Buffer.from(renderIgnition(liveConfig()));
  return { kind: "bytes", base64: writeCpio([{ path: "config.ign", mode: 0o100644, content }]).toString("base64") };
}
