import type { Codes } from "../../values/code";

/** Codes about encrypted volumes, RAID arrays, and the devices that they are made of and make. */
export const VOLUME_CODES = {
  "ignition/volume-name": {
    meaning: "this is no name of an encrypted volume",
    fix: "take letters, digits and `_.+=:@-`",
    stricter: "only a slash is refused; cryptsetup and `/etc/crypttab`, which splits at blanks, fail on the machine",
  },
  "ignition/duplicate-volume": { meaning: "two encrypted volumes have one name", fix: "keep one of them" },
  "ignition/duplicate-option": { meaning: "an option for opening a volume is given twice", fix: "keep one of them" },
  "ignition/duplicate-tang": { meaning: "a volume names one tang server twice", fix: "keep one of them" },
  "ignition/clevis-custom-with-others": {
    meaning: "a custom config of clevis stands beside tang, tpm2 or a threshold",
    fix: "write them into the custom config, or leave it out",
  },
  "ignition/clevis-threshold": {
    meaning: "more pieces are needed to unlock a volume than there are, or none",
    fix: "lower the threshold, or add servers or the TPM; none is no threshold",
    stricter: "clevis fails on the machine",
  },
  "ignition/cex-with-others": {
    meaning: "keys of Crypto Express cards stand beside clevis or a key file",
    fix: "keep one of them",
  },
  "ignition/tang-url": {
    meaning: "this is no URL of a tang server",
    fix: "write `http://…` or `https://…`",
    stricter: "only the scheme is looked at; clevis fails on the machine",
  },
  "ignition/thumbprint": {
    meaning: "this is no thumbprint of a key of tang",
    fix: "copy what `tang-show-keys` prints",
    warning: true,
  },
  "ignition/json": {
    meaning: "the text is not JSON",
    fix: "write it as JSON, such as by `JSON.stringify`",
    stricter: "clevis, which reads the custom config, fails on the machine",
  },
  "ignition/root-without-clevis": {
    meaning: "the key of the root volume is kept inside of it, so nothing opens it at the next boot",
    fix: "unlock it by clevis",
    warning: true,
  },
  "ignition/array-name": {
    meaning: "this is no name of a RAID array",
    fix: "take letters, digits and `_.-`",
    stricter: "mdadm fails on the machine",
  },
  "ignition/duplicate-array": { meaning: "two RAID arrays have one name", fix: "keep one of them" },
  "ignition/spares-without-redundancy": {
    meaning: "a linear or striped array has spares, for which nothing could stand in",
    fix: "leave the spares out, or take another level",
  },
  "ignition/too-few-devices": {
    meaning: "an array has fewer devices, spares left out, than its level needs",
    fix: "add devices",
    stricter: "only an empty list is refused; mdadm fails on the machine",
  },
  "ignition/device-in-use": {
    meaning: "an array, a volume or a file system is put on a device on which another one is",
    fix: "name the device that the other one makes",
    stricter: "the device is busy, or loses what is on it, only on the machine",
  },
  "ignition/unknown-device": {
    meaning: "neither the config nor the image makes a partition, array or volume of this name",
    fix: "describe it, or correct the name",
    warning: true,
  },
} as const satisfies Codes;
