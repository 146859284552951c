import { defineSchema } from "../../framework/schema";

export const schema = defineSchema({
  version: 0,
  description:
    "Checks and renders an Ignition, unit, dnsmasq or iPXE document. Its result is in the state: not for documents that hold a secret.",
  attributes: {
    document: { type: "string", mode: "required", description: "The document's structure, as JSON." },
    text: { type: "string", mode: "computed", description: "The rendered document." },
    sha512: { type: "string", mode: "computed", description: "sha512 of the rendered document, in hex." },
    size: { type: "number", mode: "computed", description: "Size of the rendered document, in bytes." },
    nonce: {
      type: "string",
      mode: "computed",
      nullable: true,
      description: "For an Ignition document: the 32 hex digits by which its guest reports. Null otherwise.",
    },
    warnings: { type: { list: "string" }, mode: "computed", description: "What looks wrong but is not refused." },
  },
});
