import { defineSchema } from "../../framework/schema";
import { isoIdentity } from "../../iso/identity";

export const schema = defineSchema({
  version: 0,
  description:
    "A Fedora CoreOS live ISO in a Proxmox datastore, with an Ignition config and kernel arguments embedded while it is uploaded. A hash of all inputs is part of the file name, so a change is a new file.",
  identity: isoIdentity,
  attributes: {
    node_name: { type: "string", mode: "required", replace: true, description: "Node that receives the upload." },
    datastore_id: {
      type: "string",
      mode: "required",
      replace: true,
      description: "Datastore with content type `iso`.",
    },
    name: {
      type: "string",
      mode: "required",
      replace: true,
      description: "First part of the file name: lower-case letters, digits and dashes.",
    },
    source: {
      nested: "single",
      mode: "required",
      description: "The live ISO to customise, as published.",
      attributes: {
        url: {
          type: "string",
          mode: "required",
          description: "Where it is: `https:`, `http:` or a path on this machine.",
        },
        sha256: {
          type: "string",
          mode: "required",
          description: "Its sha256, 64 hex digits. A download that differs is refused.",
        },
        signature: {
          type: "string",
          mode: "optional",
          description:
            "Where its detached OpenPGP signature is: `https:`, `http:` or a path on this machine; Fedora's lies beside the image, with `.sig` after its name. If set, an ISO that no trusted key has signed is refused.",
        },
        mirrors: {
          type: { list: "string" },
          mode: "optional",
          description:
            "Bases of mirrors, asked in this order where the URL fails: the URL's path is put behind each. `https:`, `http:`, `file:` or a folder of this machine.",
        },
      },
    },
    signing_keys: {
      type: { list: "string" },
      mode: "optional",
      description:
        "OpenPGP public keys, in ASCII armour, that may have signed the ISO, beside Fedora's and the provider's `signing_keys_file`.",
    },
    ignition_wo: {
      type: "string",
      mode: "required",
      writeOnly: true,
      description:
        "The Ignition config to embed: a document's structure as JSON, kind `ignition`. Kept in no plan and no state.",
    },
    kernel_arguments: {
      type: { list: "string" },
      mode: "optional",
      description: "Appended to the kernel arguments that the ISO has as published.",
    },
    kernel_arguments_delete: {
      type: { list: "string" },
      mode: "optional",
      description: "Taken out of them first, each as a whole, such as `console=tty0`.",
    },
    kernel_arguments_replace: {
      type: { list: "string" },
      mode: "optional",
      description: "Exchanged last, each written `KEY=OLD=NEW`.",
    },
    network_keyfiles_wo: {
      type: { map: "string" },
      mode: "optional",
      writeOnly: true,
      description:
        "NetworkManager keyfiles of the live system by file name, such as `ens18.nmconnection`. Kept in no plan and no state.",
    },
    ignition_sha512: {
      type: "string",
      mode: "computed",
      description: "sha512 of the embedded Ignition config, in hex.",
    },
    ignition_size: { type: "number", mode: "computed", description: "Size of the embedded Ignition config, in bytes." },
    network_keyfiles_sha512: {
      type: "string",
      mode: "computed",
      nullable: true,
      description: "sha512 that stands for the embedded keyfiles, in hex; null without any.",
    },
    file_name: { type: "string", mode: "computed", description: "`<name>-<hash of all inputs>.iso`." },
    volume_id: {
      type: "string",
      mode: "computed",
      description: "`<datastore>:iso/<file name>`, as a VM's CD names it.",
    },
    size: { type: "number", mode: "computed", description: "Size of the ISO, in bytes." },
  },
});
