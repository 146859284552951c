import { HARDENED, RETRIED } from "../container";
import { CONFIG_FOLDER, script, type ServiceImage } from "../files";
import { OWNER } from "../owner";
import { SFTP_BUILD } from "../sftp/build";
import type { ContainerUnit } from "../../units/schema";
import { volumeUnit } from "../volumes";

const FOLDER = `${CONFIG_FOLDER}/setup`;

/** Runs before every service that writes to a volume. */
export const VOLUME_SETUP: ContainerUnit = {
  name: "volume-setup.container",
  Unit: { Description: "Owners of the volumes' folders" },
  Container: {
    ...HARDENED,
    Memory: "64m",
    ContainerName: "volume-setup",
    Image: SFTP_BUILD,
    Entrypoint: "/bin/sh",
    Exec: ["/etc/slipway/volume-setup"],
    AddCapability: ["CHOWN", "DAC_OVERRIDE", "FOWNER"],
    Volume: [
      { source: FOLDER, target: "/etc/slipway", options: ["ro", "z"] },
      { volume: volumeUnit("dhcp"), target: "/srv/dhcp", options: ["z"] },
      { volume: volumeUnit("ignition"), target: "/srv/ignition", options: ["z"] },
      { volume: volumeUnit("tickets"), target: "/srv/tickets", options: ["z"] },
      { volume: volumeUnit("reports"), target: "/srv/reports", options: ["z"] },
      { volume: volumeUnit("log"), target: "/srv/log", options: ["z"] },
    ],
  },
  Service: { ...RETRIED, Type: "oneshot", RemainAfterExit: true },
};

/**
 * Gives the volumes' folders their owners before any service starts. Podman leaves a volume alone that is not empty, and
 * `lost+found` is always there.
 */
export function volumeSetup(): ServiceImage {
  return {
    buildContext: [],
    files: [script(`${FOLDER}/volume-setup`, SCRIPT)],
    units: [VOLUME_SETUP],
  };
}

/**
 * dnsmasq refuses to start without its two folders. Root writes into the log too, so that stays root's own.
 *
 * The servers' logs are made here and not by the servers: how far an install has come is read out of them over SFTP, so
 * they have to be of a group and mode that no server's own umask, user or version decides.
 */
const SCRIPT = `#!/bin/sh
set -euo pipefail
owner='${OWNER.uid}:${OWNER.gid}'
mkdir -p /srv/dhcp/hosts /srv/dhcp/options
chown "$owner" /srv/dhcp /srv/dhcp/hosts /srv/dhcp/options /srv/ignition /srv/tickets /srv/reports
chmod 0755 /srv/dhcp /srv/dhcp/hosts /srv/dhcp/options /srv/ignition /srv/tickets /srv/reports
chown 'root:${OWNER.gid}' /srv/log
chmod 0775 /srv/log
touch /srv/log/dnsmasq.log /srv/log/http.log
chown 'root:${OWNER.gid}' /srv/log/dnsmasq.log /srv/log/http.log
chmod 0640 /srv/log/dnsmasq.log /srv/log/http.log
`;
