import { defineSchema } from "../../framework/schema";

export const schema = defineSchema({
  version: 0,
  description:
    "sha512 and size of a document, which is checked and rendered but kept nowhere: plan and state hold its hash only, so it may hold secrets. For values that go elsewhere, such as the hash of a config that another one merges.",
  attributes: {
    document_wo: {
      type: "string",
      mode: "required",
      writeOnly: true,
      sensitive: true,
      description: "The document's structure, as JSON.",
    },
    sha512: { type: "string", mode: "computed", description: "sha512 of the rendered document, in hex." },
    size: { type: "number", mode: "computed", description: "Size of the rendered document, in bytes." },
  },
});
