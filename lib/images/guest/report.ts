import { Late, type MaybeLate, type Text } from "../../values/late";
import type { ServiceUnit } from "../../units/schema";
import { script, type ImageFile } from "../files";
import { REPORT_SCRIPT } from "./report-script";

/** Properties of {@link guestReport}. */
export interface GuestReportProps {
  /** IPv4 address of the install VM. */
  readonly serverAddress: MaybeLate<string>;

  readonly vmId: MaybeLate<string>;
}

/** What a guest's own system has to hold so that it reports. It has to be enabled. */
export interface GuestReport {
  readonly file: ImageFile;
  readonly unit: ServiceUnit;
}

const SCRIPT = "/usr/local/bin/slipway-report";

/** The guest's report of its first boot from disk. It carries the nonce of the very config that it stands in. */
export function guestReport({ serverAddress, vmId }: GuestReportProps): GuestReport {
  const server: Text = ["http://", serverAddress];
  return {
    file: script(SCRIPT, REPORT_SCRIPT),
    unit: {
      name: "slipway-report.service",
      Unit: {
        Description: "Reports to the install VM that this system is installed",
        Wants: ["network-online.target"],
        After: ["network-online.target", "sshd.service"],
        ConditionPathExists: ["!/var/lib/slipway/reported"],
      },
      Service: {
        Type: "oneshot",
        RemainAfterExit: true,
        Environment: { SLIPWAY_SERVER: server, SLIPWAY_VM_ID: vmId, SLIPWAY_NONCE: Late.nonce() },
        ExecStart: [[SCRIPT]],
        Restart: "on-failure",
        RestartSec: 15,
      },
      Install: { WantedBy: ["multi-user.target"] },
    },
  };
}
