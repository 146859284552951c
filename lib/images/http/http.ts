import { bootScript, type BootScriptProps } from "../../ipxe/boot-script";
import { AT_BOOT, HARDENED, RESTARTED, watched } from "../container";
import { CONFIG_FOLDER, textFile, type ServiceImage } from "../files";
import { DEFAULT_IMAGES, imageName, type ImagePin } from "../image-pin";
import { liveConfigArchive } from "../live/live-config";
import { VOLUME_SETUP } from "../setup/volume-setup";
import { volumeUnit } from "../volumes";
import { NGINX_CONF } from "./nginx-conf";

/** Properties of {@link httpService}. */
export interface HttpServiceProps extends BootScriptProps {
  /**
   * An image of nginx with its WebDAV module.
   *
   * @default - nginx's own, by its tag
   */
  readonly image?: ImagePin;
}

const FOLDER = `${CONFIG_FOLDER}/http`;

/** The HTTP server: boot script, images, tickets and Ignition configs for guests, and what guests report. */
export function httpService({ image = DEFAULT_IMAGES.nginx, ...boot }: HttpServiceProps): ServiceImage {
  return {
    buildContext: [],
    files: [
      textFile(`${FOLDER}/nginx.conf`, NGINX_CONF),
      { path: `${FOLDER}/www/boot.ipxe`, mode: 0o644, contents: { kind: "ipxe", script: bootScript(boot) } },
      { path: `${FOLDER}/www/config.cpio`, mode: 0o644, contents: liveConfigArchive() },
    ],
    units: [
      {
        name: "http.container",
        Unit: {
          Description: "HTTP server",
          Requires: [VOLUME_SETUP],
          After: [VOLUME_SETUP],
        },
        Container: {
          ...HARDENED,
          // No request, which would be in the log that installs are followed by.
          ...watched("nc -z 127.0.0.1 80"),
          Memory: "256m",
          ContainerName: "http",
          Image: imageName(image),
          Entrypoint: "/usr/sbin/nginx",
          Exec: ["-g", "daemon off;", "-e", "stderr"],
          // Port 80, workers of their own user, and log files that belong to them.
          AddCapability: ["NET_BIND_SERVICE", "SETUID", "SETGID", "CHOWN", "DAC_OVERRIDE"],
          Tmpfs: [{ target: "/var/cache/nginx" }],
          Volume: [
            { source: `${FOLDER}/nginx.conf`, target: "/etc/nginx/nginx.conf", options: ["ro", "z"] },
            { source: `${FOLDER}/www`, target: "/srv/www", options: ["ro", "z"] },
            { volume: volumeUnit("ignition"), target: "/srv/ignition", options: ["ro", "z"] },
            { volume: volumeUnit("tickets"), target: "/srv/tickets", options: ["ro", "z"] },
            { volume: volumeUnit("images"), target: "/srv/images", options: ["ro", "z"] },
            { volume: volumeUnit("reports"), target: "/srv/reports", options: ["z"] },
            { volume: volumeUnit("log"), target: "/srv/log", options: ["z"] },
          ],
        },
        Service: RESTARTED,
        Install: AT_BOOT,
      },
    ],
  };
}
