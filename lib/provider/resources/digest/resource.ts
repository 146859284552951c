import type { Client } from "../../configuration";
import type { Resource } from "../../framework/resource";
import type { ConfigOf } from "../../framework/model";
import { DiagnosticError, failure, UNKNOWN } from "../../framework/values";
import { makeContents, sealedKeysOf } from "../files/contents";
import { schema } from "./schema";

const NAME = "the document";

/** See the schema. */
export const resource: Resource<Client, typeof schema> = {
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
  create: async ({ config, planned }, { client }) => asPlanned(made(config, client), planned.sha512),
  update: async ({ config, planned }, { client }) => asPlanned(made(config, client), planned.sha512),
  // There is nothing but the state.
  read: ({ state }) => Promise.resolve(state),
  delete: () => Promise.resolve(),
  importState: () =>
    Promise.reject(
      failure(
        "Unable to import slipway_digest",
        "A digest is nowhere but in the state. Take the import out and apply: it is made of the document, and nothing else changes.",
      ),
    ),
};

type Digest = { readonly sha512: string; readonly size: number };
const unknownDigest = { sha512: UNKNOWN, size: UNKNOWN } as const;

function made(config: ConfigOf<typeof schema>, client: Client): Digest & { readonly document_wo: null } {
  const digest = digestOf(config, client);
  if (digest.sha512 === UNKNOWN) throw new Error("part of the document is still unknown");
  return { document_wo: null, ...digest };
}

/** What is write-only may be ephemeral, and so another value when the plan is applied: others have planned with the first. */
function asPlanned<D extends Digest>(digest: D, planned: Digest["sha512"] | typeof UNKNOWN): D {
  if (planned === UNKNOWN || planned === digest.sha512) return digest;
  throw failure(
    "Unable to make the digest that was planned",
    "The document is another one than at plan. Is part of it made anew in each run, or was the seal secret changed in between? Plan again; what is ephemeral has to be the same each time.",
    ["document_wo"],
  );
}

/** @throws DiagnosticError with everything that is wrong in the document */
function digestOf({ document_wo }: ConfigOf<typeof schema>, client: Client | undefined): Digest | typeof unknownDigest {
  try {
    const [content = UNKNOWN] = makeContents([{ path: NAME, document_wo }], sealedKeysOf(client));
    return content === UNKNOWN ? unknownDigest : { sha512: content.sha512, size: content.bytes.length };
  } catch (error) {
    if (!(error instanceof DiagnosticError)) throw error;
    throw new DiagnosticError(error.diagnostics.map((diagnostic) => ({ ...diagnostic, path: ["document_wo"] })));
  }
}
