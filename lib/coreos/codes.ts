import type { Codes } from "../values/code";

/** Every code that this module reports. */
export const CODES = {
  "coreos/unreachable": {
    meaning: "the file cannot be downloaded",
    fix: "check URL and network, then apply again: what has arrived is kept",
  },
  "coreos/cache": {
    meaning: "the cache folder is full or cannot be written",
    fix: "make room or name another folder by `cache_directory`",
  },
  "coreos/no-such-file": { meaning: "there is no such file", fix: "correct the path" },
  "coreos/wrong-hash": {
    meaning: "this is not the file that was asked for",
    fix: "correct the hash, or take the file from the stream metadata's URL",
  },
  "coreos/too-large": { meaning: "the server sends more than an image can have", fix: "correct the URL" },
  "coreos/no-signature": {
    meaning: "the signature of an image cannot be read",
    fix: "correct its address; Fedora's lies beside the image",
  },
  "coreos/bad-signature": { meaning: "no trusted key vouches for the file", fix: "fetch it again from Fedora" },
  "coreos/broken-openpgp": { meaning: "this is not a sound key or signature", fix: "fetch it again" },
  "coreos/not-an-iso": {
    meaning: "this is not a sound ISO 9660 image",
    fix: "use the live ISO of the stream metadata",
  },
  "coreos/broken-iso": { meaning: "the live ISO is damaged", fix: "use an undamaged one" },
  "coreos/already-customised": {
    meaning: "the live ISO holds somebody's config or kernel arguments already",
    fix: "use the ISO as published, or reset it by `coreos-installer iso reset`",
  },
  "coreos/unread-compression": {
    meaning: "an embed area is compressed in a way that this Node cannot read",
    fix: "use the ISO as published",
  },
  "coreos/broken-cpio": { meaning: "the archive is damaged", fix: "use an undamaged one" },
  "coreos/cpio-path": { meaning: "a member of an archive needs a relative path", fix: "remove the leading slash" },
  "coreos/no-embed-area": {
    meaning: "no Ignition config can be embedded in this image",
    fix: "use a Fedora CoreOS live ISO",
  },
  "coreos/config-too-large": {
    meaning: "the config does not fit into the image, even compressed",
    fix: "let it fetch large files by URL and hash",
  },
  "coreos/keyfile-name": {
    meaning: "NetworkManager reads only files named `*.nmconnection`",
    fix: "rename the keyfile",
  },
  "coreos/kernel-argument": {
    meaning: "a kernel argument holds a space or an unreadable character",
    fix: "give each argument an item of its own",
  },
  "coreos/kernel-argument-replacement": {
    meaning: "a replacement of a kernel argument does not say what is replaced by what",
    fix: "write `KEY=OLD=NEW`",
  },
  "coreos/kernel-arguments-too-long": {
    meaning: "the kernel arguments do not fit into the image",
    fix: "use fewer or shorter ones",
  },
  "coreos/no-kernel-arguments": {
    meaning: "the kernel arguments of this image cannot be changed",
    fix: "use a newer live ISO",
  },
  "coreos/unknown-architecture": {
    meaning: "the stream has no images for this architecture",
    fix: "choose one that it names",
  },
  "coreos/unknown-platform": {
    meaning: "the stream has no images for this platform",
    fix: "choose one that it names",
  },
  "coreos/unknown-format": {
    meaning: "the stream has no image of this format",
    fix: "choose one that it names",
  },
  "coreos/stream-metadata": {
    meaning: "the stream's metadata cannot be read",
    fix: "check the name of the stream, the mirror and the network",
  },
  "coreos/*": { meaning: "stream metadata has the wrong shape", fix: "see [wrong shapes](#wrong-shapes)" },
} as const satisfies Codes;
