import type { Client } from "../../configuration";
import type { Resource } from "../../framework/resource";
import { DiagnosticError, UNKNOWN, type ValueObject } from "../../framework/values";
import { makeContents, sealedKeysOf } from "../files/contents";
import { schema } from "./schema";

const NAME = "the document";

/** See the schema. */
export const resource: Resource<Client> = {
  name: "digest",
  schema,
  // Without keys, what is known is judged all the same.
  validate: (config) => {
    try {
      digestOf(config, undefined);
      return [];
    } catch (error) {
      if (error instanceof DiagnosticError) return error.diagnostics;
      throw error;
    }
  },
  plan: ({ config, proposed }, { client }) =>
    Promise.resolve({ planned: { ...proposed, ...digestOf(config, client) } }),
  create: ({ config, planned }, { client }) => Promise.resolve({ ...planned, ...digestOf(config, client) }),
  update: ({ config, planned }, { client }) => Promise.resolve({ ...planned, ...digestOf(config, client) }),
  // There is nothing but the state.
  read: ({ state }) => Promise.resolve(state),
  delete: () => Promise.resolve(),
};

/** @throws DiagnosticError with everything that is wrong in the document */
function digestOf({ document_wo = null }: ValueObject, client: Client | undefined): ValueObject {
  try {
    const [content = UNKNOWN] = makeContents([{ path: NAME, document_wo }], sealedKeysOf(client));
    return content === UNKNOWN
      ? { sha512: UNKNOWN, size: UNKNOWN }
      : { sha512: content.sha512, size: content.bytes.length };
  } catch (error) {
    if (!(error instanceof DiagnosticError)) throw error;
    throw new DiagnosticError(error.diagnostics.map((diagnostic) => ({ ...diagnostic, path: ["document_wo"] })));
  }
}
