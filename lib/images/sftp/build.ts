import type { BuildUnit } from "../../units/schema";
import { RETRIED } from "../container";
import { CONFIG_FOLDER } from "../files";

/** Folder that the image of the SFTP server is built from. */
export const SFTP_CONTEXT = `${CONFIG_FOLDER}/build/sftp`;

/** The image of the SFTP server, which the set-up of the volumes runs in too. */
export const SFTP_BUILD: BuildUnit = {
  name: "sftp.build",
  Unit: { Description: "Image of the SFTP server" },
  Build: { ImageTag: ["localhost/slipway-sftp:1"], SetWorkingDirectory: SFTP_CONTEXT },
  Service: RETRIED,
};
