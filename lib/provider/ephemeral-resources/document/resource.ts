import { formatProblem } from "../../../values/config-error";
import type { Client } from "../../configuration";
import { checkText, renderText } from "../../data-sources/document/render";
import type { EphemeralResource } from "../../framework/ephemeral-resource";
import { schema } from "./schema";

/** See the schema. There is nothing to renew and nothing to close. */
export const resource: EphemeralResource<Client, typeof schema> = {
  name: "document",
  schema,
  validate: ({ document }) => (typeof document === "string" ? checkText(document, "ephemeral") : []),

  async open({ config: { document } }, { client }) {
    const { bytes, sha512, nonce, warnings } = renderText(document, client.seal, "ephemeral");
    return {
      result: {
        document,
        text: bytes.toString("utf8"),
        sha512,
        size: bytes.length,
        nonce,
        warnings: warnings.map((warning) => formatProblem(warning)),
      },
    };
  },
};
