import type { Codes } from "../../values/code";

/** Codes about things that may be there only once. */
export const DUPLICATE_CODES = {
  "ignition/duplicate-argument": {
    meaning: "a kernel argument stands in one list twice, or is both to be there and not",
    fix: "keep one of them",
  },
  "ignition/duplicate-device": {
    meaning: "one device is described, or is part of an array, twice",
    fix: "keep one of them",
    stricter: "arrays that share a device, and volumes that do, fail on the machine only",
  },
  "ignition/duplicate-dropin": { meaning: "a unit has two drop-ins of one name", fix: "keep one of them" },
  "ignition/duplicate-group": { meaning: "two groups have one name", fix: "keep one of them" },
  "ignition/duplicate-guid": {
    meaning: "two partitions have one GUID",
    fix: "leave it out, or take another",
    stricter: "which of them `/dev/disk/by-partuuid` names is chance",
  },
  "ignition/duplicate-header": { meaning: "a source has two headers of one name", fix: "keep one of them" },
  "ignition/duplicate-host": {
    meaning: "a host is named twice among those reached without a proxy",
    fix: "keep one of them",
  },
  "ignition/duplicate-key": { meaning: "a user has one SSH key twice", fix: "keep one of them" },
  "ignition/duplicate-label": {
    meaning: "two partitions of a disk, or two file systems, have one label",
    fix: "keep one of them",
  },
  "ignition/duplicate-mount": {
    meaning: "two file systems are mounted in one place",
    fix: "keep one of them",
    stricter: "the second file system hides the first, and the files on it",
  },
  "ignition/duplicate-partition-number": {
    meaning: "two partitions of a disk have one number",
    fix: "keep one of them",
  },
  "ignition/duplicate-path": { meaning: "two files, directories or links have one path", fix: "keep one of them" },
  "ignition/duplicate-source": { meaning: "one config is merged twice", fix: "keep one of them" },
  "ignition/duplicate-unit": { meaning: "two units have one name", fix: "keep one of them" },
  "ignition/duplicate-user": { meaning: "two users have one name", fix: "keep one of them" },
} as const satisfies Codes;
