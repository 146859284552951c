import { encodeDocument, type Document } from "../../../../lib/documents";
import type { Client } from "../../../../lib/provider/configuration";
import { DiagnosticError, UNKNOWN } from "../../../../lib/provider/framework/values";
import { resource } from "../../../../lib/provider/resources/digest/resource";
import { sealOf } from "../../../../lib/provider/seal/seal";
import { sha512 } from "../../../../lib/values/hash";
import { Late } from "../../../../lib/values/late";
import { configFor } from "../../framework/config-for";

const seal = sealOf("0123456789abcdef0123456789abcdef");
const client = { seal } as Client;
const around = { signal: new AbortController().signal, warn: () => undefined };

const json = (document: Document): string => JSON.stringify(encodeDocument(document));
type Text = string | typeof UNKNOWN;
const config = (document_wo: string) => configFor(resource.schema, { document_wo });
const plan = async (document_wo: Text, known: Client | undefined) =>
  (
    await resource.plan?.(
      {
        prior: null,
        config: configFor(resource.schema, { document_wo }),
        proposed: { document_wo: null, sha512: UNKNOWN, size: UNKNOWN },
      },
      { client: known, ...around },
    )
  )?.planned;

describe("slipway_digest", () => {
  const text = json({ kind: "text", text: "hello" });
  const sealed = json({ kind: "text", text: Late.sealedKey("install", 1, "private") });

  it("plans hash and size, and keeps nothing of the document", async () => {
    expect(await plan(text, client)).toEqual({ document_wo: null, sha512: sha512("hello"), size: 5 });
  });

  it("answers for documents that hold private host keys", async () => {
    const { privateKey } = seal.sealedKey("install", 1);

    expect(await plan(sealed, client)).toEqual({
      document_wo: null,
      sha512: sha512(privateKey),
      size: privateKey.length,
    });
  });

  it.each<[string, Text, Client | undefined]>([
    ["the document", UNKNOWN, client],
    ["the seal", sealed, undefined],
  ])("plans nothing while %s is not known", async (_name, document, known) => {
    expect(resource.validate?.(configFor(resource.schema, { document_wo: document }))).toEqual([]);
    expect(await plan(document, known)).toEqual({ document_wo: null, sha512: UNKNOWN, size: UNKNOWN });
  });

  it("gives the same when it is created, changed and read", async () => {
    const planned = { document_wo: null, sha512: UNKNOWN, size: UNKNOWN } as const;
    const prior = { document_wo: null, sha512: sha512("before"), size: 6 };
    const done = { document_wo: null, sha512: sha512("hello"), size: 5 };

    expect(await resource.create({ config: config(text), planned }, { client, ...around })).toEqual(done);
    expect(await resource.update({ prior, config: config(text), planned }, { client, ...around })).toEqual(done);
    expect(await resource.read({ state: done }, { client, ...around })).toEqual(done);
  });

  it("refuses what is wrong, with the code of synth, at validation and at plan", async () => {
    const wrong = json({ kind: "ignition", config: { storage: { files: [{ path: "a" }] } } });
    const refusal = {
      summary: 'Unable to make "the document"',
      detail: expect.stringContaining("ignition/relative-path at the document/storage.files[0].path") as string,
      path: ["document_wo"],
    };

    expect(resource.validate?.(config(wrong))).toEqual([expect.objectContaining(refusal)]);
    await expect(plan(wrong, client)).rejects.toThrow(DiagnosticError);
  });

  it("refuses a document that needs another file of a resource", () => {
    const document = json({ kind: "text", text: Late.sha512("/a") });

    expect(
      resource.validate?.(configFor(resource.schema, { document_wo: document })).map(({ detail }) => detail),
    ).toEqual(["It needs the sha512 of /a, which is not a file of this resource."]);
  });
});
