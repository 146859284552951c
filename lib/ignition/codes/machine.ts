import type { Codes } from "../../values/code";

/** Codes about what would go wrong on the machine only: disks, mounts, accounts and the tree of the image. */
export const MACHINE_CODES = {
  "ignition/beyond-disk": {
    meaning: "a partition ends beyond its disk, or beyond the 8 EiB that Linux can address",
    fix: "make it smaller, or move it",
    stricter: "the disk is known only on the machine, where sgdisk fails",
  },
  "ignition/disk-too-small": {
    meaning: "the partitions together are larger than their disk",
    fix: "make them smaller, or the disk larger",
    stricter: "the disk is known only on the machine, where sgdisk fails",
  },
  "ignition/no-room-left": {
    meaning: "an earlier partition takes all the room there is; a warning if it might yet be made",
    fix: "give the earlier one a size, or put it last",
    warning: "sometimes",
    stricter: "sgdisk fails on the machine",
  },
  "ignition/uuid": {
    meaning: "mkfs takes no such UUID for the file system",
    fix: "write 8-4-4-4-12 hex digits, or 4-4 for vfat",
    stricter: "mkfs fails on the machine",
  },
  "ignition/mount-conflict": {
    meaning: "a file, a link or a folder to be removed stands at or above the mount point of a file system",
    fix: "give one of them another path",
    stricter: "the mount point is a folder by then, so the file cannot be made",
  },
  "ignition/mount-below-link": {
    meaning: "on Fedora CoreOS the mount point leads through a link, where Ignition mounts nothing",
    fix: "write where the link points to, such as `/var/home`",
    warning: true,
  },
  "ignition/path-without-mount": {
    meaning: "the format is mounted nowhere, so the path says nothing",
    fix: "leave the path out",
    warning: true,
  },
  "ignition/vanishing-files": {
    meaning: "files are written on a file system that no unit mounts at boot",
    fix: "add a `.mount` unit",
    warning: true,
  },
  "ignition/read-only-path": {
    meaning: "on Fedora CoreOS nothing can be written below `/usr` or added to the root folder",
    fix: "write it below `/etc`, `/var` or `/usr/local`",
    warning: true,
  },
  "ignition/hidden-path": {
    meaning: "the booted system mounts another file system over what is written there",
    fix: "write it elsewhere, or use systemd-tmpfiles",
    warning: true,
  },
  "ignition/same-place": {
    meaning: "two paths are one on Fedora CoreOS, since a folder of the image is a link",
    fix: "keep one of them",
    warning: true,
  },
  "ignition/relative-hard-link": {
    meaning: "Ignition takes the target of a hard link from the root folder",
    fix: "write an absolute path",
    warning: true,
  },
  "ignition/duplicate-id": {
    meaning: "two users, or two groups, have one number",
    fix: "take another number",
    stricter: "useradd fails on the machine",
  },
  "ignition/unknown-user": {
    meaning: "neither the config nor Fedora CoreOS has the user to whom it is to belong",
    fix: "add the user",
    warning: true,
  },
  "ignition/unknown-group": {
    meaning: "neither the config nor Fedora CoreOS has the group",
    fix: "add the group",
    warning: true,
  },
  "ignition/user-group-exists": {
    meaning: "useradd would make a group for the user that the config makes already",
    fix: "name it as `primaryGroup`",
    warning: true,
  },
  "ignition/ssh-key": {
    meaning: "this is no line of authorized_keys",
    fix: "copy the line of the `.pub` file",
    warning: true,
  },
  "ignition/masked-unit": {
    meaning: "nothing can start a masked unit, so its contents or that it is enabled say nothing",
    fix: "do not mask it, or leave the rest out",
    warning: true,
  },
  "ignition/template-enabled": {
    meaning: "a template is enabled, of which only instances are started",
    fix: "enable an instance, or give `DefaultInstance=`",
    warning: true,
  },
  "ignition/replaced": {
    meaning: "the config is replaced by another, so all else in it has no effect",
    fix: "merge the other one instead",
    warning: true,
  },
  "ignition/merged-config": {
    meaning: "a config that is written out to be merged is itself wrong",
    fix: "correct what the message names",
    stricter: "Ignition reads it on the machine only, and refuses it there, or fails later",
  },
  "ignition/header-without-value": {
    meaning: "a header without a value cannot be sent",
    fix: "give its value",
    warning: true,
  },
  "ignition/insecure-proxy": {
    meaning: "the proxy for https is reached without encryption",
    fix: "give its https address",
    warning: true,
  },
  "ignition/large-contents": {
    meaning: "one content alone is larger than the 262,144 bytes that the live ISO has for a config",
    fix: "serve it, and give its URL and hash",
    warning: true,
  },
} as const satisfies Codes;
