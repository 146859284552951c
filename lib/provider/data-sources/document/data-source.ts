import type { Client } from "../../configuration";
import type { DataSource } from "../../framework/resource";
import { formatProblem } from "../../../values/config-error";
import { checkText, renderText } from "./render";
import { schema } from "./schema";

/** Checks and renders a document. */
export const dataSource: DataSource<Client, typeof schema> = {
  name: "document",
  schema,
  validate: ({ document }) => (typeof document === "string" ? checkText(document, "in the state") : []),

  async read({ config }, { client }) {
    const { document } = config;
    const { bytes, sha512, nonce, warnings } = renderText(document, client.seal, "in the state");
    return {
      document,
      text: bytes.toString("utf8"),
      sha512,
      size: bytes.length,
      nonce,
      warnings: warnings.map((warning) => formatProblem(warning)),
    };
  },
};
