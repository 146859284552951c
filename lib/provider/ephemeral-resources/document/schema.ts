import { defineSchema } from "../../framework/schema";

export const schema = defineSchema({
  version: 0,
  description:
    "Checks and renders a document that holds secrets and must pass through another resource: its result is in no plan and no state, and goes only where such values may go (write-only attributes, provider blocks, other ephemeral resources).",
  attributes: {
    document: {
      type: "string",
      mode: "required",
      sensitive: true,
      description: "The document's structure, as JSON. Private host keys are filled in.",
    },
    text: { type: "string", mode: "computed", sensitive: true, description: "The rendered document." },
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
