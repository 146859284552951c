import type { MaybeLate, Text } from "../../values/late";
import { Late } from "../../values/late";
import { checkLines, PUBLIC_KEY } from "../check-lines";
import { AT_BOOT, HARDENED, RESTARTED, watched } from "../container";
import { CONFIG_FOLDER, textFile, type ServiceImage } from "../files";
import { DEFAULT_IMAGES, imageName, type ImagePin } from "../image-pin";
import { VOLUME_SETUP } from "../setup/volume-setup";
import { volumeUnit } from "../volumes";
import { SFTP_BUILD, SFTP_CONTEXT } from "./build";
import { containerfile } from "./containerfile";
import { SFTP_PORT, SSHD_CONFIG } from "./sshd-config";

/** Properties of {@link sftpService}. */
export interface SftpServiceProps {
  /** Name of the install VM, which its sealed host key belongs to. */
  readonly vmName: string;

  /** Generation of the host key. A new one is a new key. */
  readonly hostKeyGeneration: number;

  /** Public keys that may log in, each as `ssh-ed25519 AAAA… comment`. */
  readonly authorizedKeys: readonly MaybeLate<string>[];

  /**
   * What its image is built on.
   *
   * @default - Alpine by its tag
   */
  readonly base?: ImagePin;
}

const FOLDER = `${CONFIG_FOLDER}/sftp`;

/**
 * The SFTP server, by which OpenTofu publishes the guests' files and reads their reports.
 *
 * @throws ConfigError if a key that is known is none
 */
export function sftpService(props: SftpServiceProps): ServiceImage {
  checkLines("authorizedKeys", props.authorizedKeys, PUBLIC_KEY);
  const keys: Text = props.authorizedKeys.flatMap((key) => [key, "\n"]);
  return {
    buildContext: [
      textFile(`${SFTP_CONTEXT}/Containerfile`, containerfile(imageName(props.base ?? DEFAULT_IMAGES.alpine))),
    ],
    files: [
      textFile(`${FOLDER}/sshd_config`, SSHD_CONFIG),
      textFile(`${FOLDER}/authorized_keys`, keys),
      textFile(
        `${FOLDER}/ssh_host_ed25519_key`,
        Late.sealedKey(props.vmName, props.hostKeyGeneration, "private"),
        0o600,
      ),
    ],
    units: [
      SFTP_BUILD,
      {
        name: "sftp.container",
        Unit: {
          Description: "SFTP server",
          Requires: [VOLUME_SETUP],
          After: [VOLUME_SETUP],
        },
        Container: {
          ...HARDENED,
          ...watched(`nc -z 127.0.0.1 ${SFTP_PORT}`),
          Memory: "256m",
          ContainerName: "sftp",
          Image: SFTP_BUILD,
          Entrypoint: "/usr/sbin/sshd",
          Exec: ["-D", "-e", "-f", "/etc/slipway/sshd_config"],
          // The three that a login into a chroot takes.
          AddCapability: ["SYS_CHROOT", "SETUID", "SETGID"],
          Volume: [
            { source: FOLDER, target: "/etc/slipway", options: ["ro", "z"] },
            { volume: volumeUnit("dhcp"), target: "/srv/sftp/dhcp", options: ["z"] },
            { volume: volumeUnit("ignition"), target: "/srv/sftp/ignition", options: ["z"] },
            { volume: volumeUnit("tickets"), target: "/srv/sftp/tickets", options: ["z"] },
            { volume: volumeUnit("reports"), target: "/srv/sftp/reports", options: ["ro", "z"] },
            { volume: volumeUnit("log"), target: "/srv/sftp/log", options: ["ro", "z"] },
          ],
        },
        Service: RESTARTED,
        Install: AT_BOOT,
      },
    ],
  };
}
