import type { Schema } from "../../framework/schema";

export const schema: Schema = {
  version: 0,
  description:
    "A Fedora CoreOS live ISO in a Proxmox datastore, with an Ignition config and kernel arguments embedded while it is uploaded. A hash of all inputs is part of the file name, so a change is a new file.",
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
      replace: true,
      description: "The live ISO to customise.",
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
      },
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
      replace: true,
      description: "Appended to the kernel arguments of the live system.",
    },
    ignition_sha512: {
      type: "string",
      mode: "computed",
      description: "sha512 of the embedded Ignition config, in hex.",
    },
    ignition_size: { type: "number", mode: "computed", description: "Size of the embedded Ignition config, in bytes." },
    file_name: { type: "string", mode: "computed", description: "`<name>-<hash of all inputs>.iso`." },
    volume_id: {
      type: "string",
      mode: "computed",
      description: "`<datastore>:iso/<file name>`, as a VM's CD names it.",
    },
    size: { type: "number", mode: "computed", description: "Size of the ISO, in bytes." },
  },
};
