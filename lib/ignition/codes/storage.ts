import type { Codes } from "../../values/code";

/** Codes about files, disks and what is on them. */
export const STORAGE_CODES = {
  "ignition/relative-path": {
    meaning: "the path is relative",
    fix: "begin it with a slash",
    stricter: "paths of accounts are not looked at; useradd fails on the machine",
  },
  "ignition/unclean-path": {
    meaning: "the path holds an empty, dot or double-dot part",
    fix: "write the path that it names",
    stricter: "paths of accounts are not looked at; one path has one form",
  },
  "ignition/decimal-mode": {
    meaning: "a mode such as `644`, which is octal without its `0o`; a warning if those bits are possible",
    fix: "write `0o644`",
    stricter: "the file would have other permissions than are written",
    warning: "sometimes",
  },
  "ignition/mode-out-of-range": {
    meaning: "the mode is no set of permission bits",
    fix: "write it as an octal number",
  },
  "ignition/id-or-name": {
    meaning: "an owner with both a number and a name, or neither",
    fix: "give one of them",
    stricter: "an owner without either says nothing, so a value was forgotten",
  },
  "ignition/unit-conflict": { meaning: "a file stands where a unit is written", fix: "keep one of them" },
  "ignition/below-file": {
    meaning: "the path lies below a file",
    fix: "give one of them another path",
    stricter: "nothing can stand below a file, which shows on the machine only",
  },
  "ignition/below-link": {
    meaning: "the path lies below a link, and Ignition refuses to write through it",
    fix: "write the path that the link points to",
  },
  "ignition/overwrite-without-contents": {
    meaning: "the file would be removed and nothing written",
    fix: 'give contents, `""` for an empty file',
  },
  "ignition/hard-link-to-directory": {
    meaning: "a hard link cannot point to a folder",
    fix: "make it a symbolic link",
  },
  "ignition/hard-link-owner": {
    meaning: "a hard link has the owner of its target",
    fix: "leave the owner out",
    warning: true,
  },
  "ignition/partition-label": { meaning: "the label is longer than 36 bytes, or holds a colon", fix: "take another" },
  "ignition/guid": {
    meaning: "this is no GUID",
    fix: "write 8-4-4-4-12 hex digits",
    stricter: "an empty text says nothing",
  },
  "ignition/unnamed-partition": { meaning: "the partition has neither number nor label", fix: "give it a label" },
  "ignition/deleted-yet-described": {
    meaning: "a partition that should not exist has more than its number",
    fix: "remove the rest",
  },
  "ignition/number-needed": {
    meaning: "another partition is deleted, so this one needs a number",
    fix: "give it a number",
  },
  "ignition/overlapping-partitions": { meaning: "two partitions overlap", fix: "move one of them" },
  "ignition/partitions-overwritten": {
    meaning: "a file system overwrites the partitions of its disk",
    fix: "name a partition",
    warning: true,
  },
  "ignition/implicit-wipe": {
    meaning: "wiping the table wipes the file system at each run",
    fix: "set `wipeFilesystem`, or do not wipe the table",
    warning: true,
  },
  "ignition/format-needed": {
    meaning: "a file system has a label, path or options, but no format",
    fix: "give the format",
  },
  "ignition/label-too-long": { meaning: "the label is too long for this file system", fix: "take a shorter one" },
  "ignition/mount-options-without-path": {
    meaning: "mount options without a path do nothing",
    fix: "give a path, or write them into the mount unit",
    warning: true,
  },
} as const satisfies Codes;
