import type { MaybeLate, Text } from "../../values/late";
import { checkLines, FILE_URL, RELEASE, SHA256 } from "../check-lines";
import { AT_BOOT, HARDENED } from "../container";
import { CONFIG_FOLDER, script, textFile, type ServiceImage } from "../files";
import { DEFAULT_IMAGES, imageName, type ImagePin } from "../image-pin";
import { volumeUnit } from "../volumes";
import { DOWNLOAD_SCRIPT } from "./download-script";

/** A file of a Fedora CoreOS release. */
export interface ReleaseFile {
  readonly url: MaybeLate<string>;
  /** 64 hex digits. */
  readonly sha256: MaybeLate<string>;
}

/** Properties of {@link downloaderService}. */
export interface DownloaderServiceProps {
  /** Fedora CoreOS release, which names the folder of its files. */
  readonly release: MaybeLate<string>;

  /** Kernel, initramfs and rootfs. */
  readonly files: readonly ReleaseFile[];

  /**
   * The image of coreos-installer.
   *
   * @default - Fedora CoreOS's own, by its tag
   */
  readonly image?: ImagePin;
}

const FOLDER = `${CONFIG_FOLDER}/downloader`;

/**
 * Fetches and checks what guests boot. A boot without internet serves what was fetched before.
 *
 * @throws ConfigError if a sum, a URL or the release is known and none
 */
export function downloaderService(props: DownloaderServiceProps): ServiceImage {
  checkLines("release", [props.release], RELEASE);
  checkLines(
    "files",
    props.files.map(({ sha256 }) => sha256),
    SHA256,
  );
  checkLines(
    "files",
    props.files.map(({ url }) => url),
    FILE_URL,
  );
  const list: Text = props.files.flatMap(({ sha256, url }) => [sha256, "  ", url, "\n"]);
  return {
    buildContext: [],
    files: [textFile(`${FOLDER}/images.sha256`, list), script(`${FOLDER}/download`, DOWNLOAD_SCRIPT)],
    units: [
      {
        name: "downloader.container",
        Unit: { Description: "Fetches the Fedora CoreOS release that guests install" },
        Container: {
          ...HARDENED,
          Memory: "512m",
          ContainerName: "downloader",
          Image: imageName(props.image ?? DEFAULT_IMAGES.coreosInstaller),
          Entrypoint: "/bin/bash",
          Exec: [`${FOLDER}/download`],
          Environment: { SLIPWAY_RELEASE: props.release },
          Volume: [
            { source: FOLDER, target: FOLDER, options: ["ro", "z"] },
            { volume: volumeUnit("images"), target: "/srv/images", options: ["z"] },
          ],
        },
        Service: {
          Type: "oneshot",
          RemainAfterExit: true,
          Restart: "on-failure",
          RestartSec: 30,
          TimeoutStartSec: "infinity",
        },
        Install: AT_BOOT,
      },
    ],
  };
}
