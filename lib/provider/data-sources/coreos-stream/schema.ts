import { defineSchema, type Attributes } from "../../framework/schema";

const file = {
  url: {
    type: "string",
    mode: "computed",
    description: "Where it is; a path on this machine where the mirror is a folder.",
  },
  sha256: { type: "string", mode: "computed", description: "Its sha256, 64 hex digits." },
  signature_url: { type: "string", mode: "computed", description: "Where its detached OpenPGP signature is." },
} as const satisfies Attributes;

export const schema = defineSchema({
  version: 0,
  description:
    "The current image of a Fedora CoreOS stream, as Fedora or a mirror publishes it. It moves when the stream does, so an apply may bring another release than the one before: `slipway update` pins one instead. That a trusted key is named as the image's signer is checked here; the image itself is verified by what downloads it.",
  attributes: {
    stream: {
      type: "string",
      mode: "required",
      description: "`stable`, `testing` or `next`; a mirror may have others.",
    },
    architecture: {
      type: "string",
      mode: "optional-computed",
      description: "As Fedora names it, such as `aarch64`; `x86_64` if not set.",
    },
    platform: {
      type: "string",
      mode: "optional-computed",
      description: "As Fedora names it, such as `proxmoxve` or `qemu`; `metal` if not set.",
    },
    format: {
      type: "string",
      mode: "optional-computed",
      description: "As Fedora names it, such as `pxe`, `qcow2.xz` or `raw.xz`; `iso` if not set.",
    },
    mirror: {
      type: "string",
      mode: "optional",
      description:
        "Base of a mirror laid out as Fedora's is, with `/streams/<stream>.json`: an `https:` or `http:` URL, a `file:` URL or a folder of this machine. What the metadata says is at Fedora is looked for there.",
    },
    signing_keys: {
      type: { list: "string" },
      mode: "optional",
      description: "OpenPGP public keys, in ASCII armour, that may sign beside Fedora's and the provider's own.",
    },
    check_signer: {
      type: "bool",
      mode: "optional",
      description:
        "Whether to fetch the signature and to refuse one by an unknown key; true if not set. For mirrors that have no signatures.",
    },
    release: { type: "string", mode: "computed", description: "Such as `44.20260802.3.1`." },
    ...file,
    uncompressed_sha256: {
      type: "string",
      mode: "computed",
      nullable: true,
      description: "sha256 of what is in a compressed image; null of one that is not.",
    },
    signed_by: {
      type: "string",
      mode: "computed",
      nullable: true,
      description:
        "Fingerprint of the trusted key that the signature names; null if that was not checked. For format `pxe` that of the rootfs.",
    },
    artifacts: {
      nested: "map",
      mode: "computed",
      description:
        "All files of the image by their role: `disk`, or `kernel`, `initramfs` and `rootfs` for format `pxe`, of which `url`, `sha256` and `signature_url` describe the rootfs.",
      attributes: file,
    },
  },
});
