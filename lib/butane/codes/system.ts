import type { Codes } from "../../values/code";

/** Codes of the boot disk, mount units and the boot loader. */
export const SYSTEM_CODES = {
  "butane/layout": { meaning: "there is no such disk layout, or not in this version", fix: "take one that is named" },
  "butane/boot-device-without-effect": {
    meaning: "a layout without mirror or encryption changes nothing",
    fix: "add `luks` or `mirror`, or remove the section",
    warning: true,
  },
  "butane/mirror-of-one": { meaning: "a mirror has one disk", fix: "add a disk" },
  "butane/mirror-without-layout": {
    meaning: "a mirror without a layout; in versions before 1.7.0 a warning",
    fix: "give the layout",
    warning: "sometimes",
  },
  "butane/mirror-layout": { meaning: "images of s390x cannot be mirrored", fix: "remove the mirror" },
  "butane/luks-without-method": {
    meaning: "nothing is named that unlocks the boot disk, so it would not be encrypted",
    fix: "add `tang`, `tpm2` or `cex`",
    stricter: "Butane says so only of 1.7.0 with `device`; else the disk stays as it is, without a word",
  },
  "butane/luks-device": { meaning: "a layout of s390x needs its disk by kernel name", fix: "give the disk" },
  "butane/cex-layout": { meaning: "Crypto Express cards are in machines of s390x only", fix: "take `tang` or `tpm2`" },
  "butane/cex-with-clevis": { meaning: "`cex` beside `tang` or `tpm2`", fix: "remove one of them" },
  "butane/mount-unit-without-format": { meaning: "a mount unit needs a format", fix: "give the format" },
  "butane/mount-unit-without-path": { meaning: "a mount unit needs a path", fix: "give the path" },
  "butane/mount-point": { meaning: "a mount unit mounts outside of /etc and /var", fix: "take another path" },
  "butane/mount-unit-value": {
    meaning: "a device, path or option would arrive at systemd as something else",
    fix: "take another name, or write the unit yourself",
    stricter: "Butane writes the value as it is, and systemd drops its spaces or joins the next line to it",
  },
  "butane/late-mount-unit": {
    meaning: "device, path or format of a mount unit are not known yet, and the unit's name is made of them",
    fix: "give the value itself, or write the unit yourself",
  },
  "butane/grub-user-name": {
    meaning: "no name of a user of GRUB, or one that GRUB would read as more than a name",
    fix: "take letters, digits and `_.@+-`",
    stricter: "Butane writes any name as it is, and GRUB reads spaces and quotes in it as its own",
  },
  "butane/grub-password-hash": {
    meaning: "no hash of a password as GRUB has it",
    fix: "copy what `grub2-mkpasswd-pbkdf2` prints",
    stricter: "Butane writes any text as it is, further commands of GRUB included",
  },
  "butane/reserved-label": {
    meaning: "a partition has a label of the system's own, and not its number",
    fix: "give the number, or another label",
    warning: true,
  },
  "butane/reuse-by-label": {
    meaning: "a partition without a number on a disk that is kept",
    fix: "give the number, or `wipeTable`",
    warning: true,
  },
  "butane/root-constrained": {
    meaning: "the root partition cannot grow",
    fix: "give it a size, or the other partitions a start",
    warning: true,
  },
  "butane/root-too-small": {
    meaning: "the root partition is smaller than 8 GiB",
    fix: "make it larger",
    warning: true,
  },
} as const satisfies Codes;
