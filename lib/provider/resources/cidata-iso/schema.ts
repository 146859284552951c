import { defineSchema } from "../../framework/schema";
import { isoIdentity } from "../../iso/identity";

export const schema = defineSchema({
  version: 0,
  description:
    "A small ISO labelled `cidata` in a Proxmox datastore, with an Ignition config as its `/user-data`: attached to a VM that boots Fedora CoreOS's `proxmoxve` image, it configures the guest without an install VM or a network. A hash of all inputs is part of the file name, so a change is a new file. Who may read ISOs of the datastore can read the config.",
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
    ignition_wo: {
      type: "string",
      mode: "required",
      writeOnly: true,
      description:
        "The Ignition config: a document's structure as JSON, kind `ignition`. Kept in no plan and no state.",
    },
    instance_id: {
      type: "string",
      mode: "optional",
      description: "By which Afterburn knows the machine: letters, digits and dashes. `name` if not set.",
    },
    ignition_sha512: { type: "string", mode: "computed", description: "sha512 of the Ignition config, in hex." },
    ignition_size: { type: "number", mode: "computed", description: "Size of the Ignition config, in bytes." },
    file_name: { type: "string", mode: "computed", description: "`<name>-<hash of all inputs>.iso`." },
    volume_id: {
      type: "string",
      mode: "computed",
      description: "`<datastore>:iso/<file name>`, as a VM's CD names it.",
    },
    size: { type: "number", mode: "computed", description: "Size of the ISO, in bytes." },
  },
});
