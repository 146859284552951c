import type { Codes } from "../../values/code";

/** Codes of contents, local files and trees. */
export const FILE_CODES = {
  "butane/no-files-directory": {
    meaning: "a local file is named, and no directory that it could be in",
    fix: "give `filesDirectory`, or `--files-dir` on the command line",
  },
  "butane/outside-files-directory": {
    meaning: "a path is absolute, or leads out of the files directory, itself or by a link",
    fix: "put the file into the directory, or give a directory that holds it",
    stricter: "Butane follows links, and takes an absolute path for a relative one",
  },
  "butane/missing-file": { meaning: "there is no such file or folder", fix: "correct the path" },
  "butane/unreadable-file": { meaning: "a file or folder may not be read", fix: "allow it to be read" },
  "butane/not-a-file": { meaning: "a folder where a file is needed", fix: "name a file, or copy it as a tree" },
  "butane/not-a-folder": { meaning: "a file where a folder is needed", fix: "name a folder" },
  "butane/file-type": { meaning: "neither a file nor a folder nor a link", fix: "remove it" },
  "butane/file-too-large": {
    meaning: "a local file is larger than 16 MiB",
    fix: "let the machine fetch it: give its URL as source, with a hash",
    stricter: "a config that holds it could be given to no machine",
  },
  "butane/not-text": {
    meaning: "a unit, a file of keys or the name of a file is not UTF-8",
    fix: "convert it",
    stricter: "Butane puts replacement characters in, and so something else on the machine",
  },
  "butane/not-gzip": {
    meaning: "contents are said to be compressed, and are not",
    fix: "leave `compression` out",
    stricter: "Butane does not look, and the machine would fail at its first boot",
  },
  "butane/wrong-hash": {
    meaning: "contents do not have the hash that is given with them",
    fix: "correct the hash, or leave it out",
    stricter: "Butane does not look, and the machine would fail at its first boot",
  },
  "butane/several-contents": {
    meaning: "more than one of `inline`, `local` and `source`, or of `contents` and `contentsLocal`",
    fix: "remove all but one",
  },
  "butane/late-contents": {
    meaning: "contents that are not known yet have a hash, compression or headers, or replace the config",
    fix: "leave these out, or give contents that are known",
  },
  "butane/tree-without-folder": { meaning: "a tree does not say what it copies", fix: "give `local`" },
  "butane/tree-conflict": {
    meaning: "the config has contents, or something of another kind, at a path of a tree",
    fix: "remove it, or leave out its contents or target",
  },
  "butane/tree-owns-root": {
    meaning: "a tree that is copied to `/` has an owner or a mode for folders, which the root folder gets too",
    fix: "copy the tree to a folder of its own",
    warning: true,
  },
  "butane/tree-too-large": {
    meaning: "a tree holds more than 10,000 files, folders and links",
    fix: "copy a smaller folder",
    stricter: "a config that holds them could be given to no machine",
  },
} as const satisfies Codes;
