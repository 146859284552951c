import { z } from "zod";
import { late } from "../../values/late";
import { bootUrl } from "../boot-url";
import { bootFile, path } from "../plain";
import { machineAddress } from "./subnet";

/** What each kind of firmware loads, which is iPXE for all that we know of. */
const files = {
  bios: late(bootFile).optional(),
  /** x86-64. */
  uefi: late(bootFile).optional(),
  /** 32-bit x86. */
  uefi32: late(bootFile).optional(),
  uefiArm64: late(bootFile).optional(),
};

const tftpSchema = z.union([
  z
    .strictObject({
      ...files,
      /** Folder that dnsmasq's own TFTP server serves. */
      root: late(path),
    })
    .readonly(),
  z
    .strictObject({
      ...files,
      /** Another TFTP server that has the files. */
      server: late(machineAddress),
    })
    .readonly(),
]);

/** Where a machine that boots from the network goes. */
export const bootSchema = z
  .strictObject({
    /** The script that iPXE runs, once it is what asks. */
    script: bootUrl,

    /**
     * Files for firmware that loads by TFTP (PXE).
     *
     * @default - such firmware is told of none
     */
    tftp: tftpSchema.optional(),

    /**
     * URLs for UEFI firmware that loads by HTTP.
     *
     * @default - such firmware is told of none
     */
    http: z
      .strictObject({
        /** x86-64. */
        uefi: bootUrl.optional(),
        /** 32-bit x86. */
        uefi32: bootUrl.optional(),
        uefiArm64: bootUrl.optional(),
      })
      .readonly()
      .optional(),
  })
  .readonly();

export type Boot = z.infer<typeof bootSchema>;
