import { encodeDocument, type Document } from "../../../lib/documents";
import type { Client } from "../../../lib/provider/configuration";
import { resource } from "../../../lib/provider/ephemeral-resources/document/resource";
import { UNKNOWN } from "../../../lib/provider/framework/values";
import { sealOf } from "../../../lib/provider/seal/seal";
import { sha512 } from "../../../lib/values/hash";
import { Late } from "../../../lib/values/late";
import { configFor } from "../framework/config-for";

const seal = sealOf("0123456789abcdef0123456789abcdef");
const call = { client: { seal } as Client, signal: new AbortController().signal, warn: () => undefined };

const json = (document: Document): string => JSON.stringify(encodeDocument(document));
const open = async (document: string) =>
  (await resource.open({ config: configFor(resource.schema, { document }) }, call)).result;

describe("ephemeral slipway_document", () => {
  it("renders a document", async () => {
    const document = json({ kind: "text", text: "hello" });

    expect(await open(document)).toEqual({
      document,
      text: "hello",
      sha512: sha512("hello"),
      size: 5,
      nonce: null,
      warnings: [],
    });
  });

  it("fills in private host keys, which the data source refuses", async () => {
    const document = json({ kind: "text", text: Late.sealedKey("install", 1, "private") });

    expect(resource.validate?.(configFor(resource.schema, { document }))).toEqual([]);
    expect((await open(document)).text).toBe(seal.sealedKey("install", 1).privateKey);
  });

  it("refuses what is wrong, when it is checked and when it is opened, without quoting it", async () => {
    const refusal = { detail: expect.stringContaining("documents/invalid-json") as string, path: ["document"] };

    expect(resource.validate?.(configFor(resource.schema, { document: "secret" }))).toEqual([
      expect.objectContaining(refusal),
    ]);
    await expect(open("secret")).rejects.toMatchObject({ diagnostics: [refusal] });
    await expect(open("secret")).rejects.not.toThrow("secret");
  });

  it("lets a document pass that is not known yet", () => {
    expect(resource.validate?.(configFor(resource.schema, { document: UNKNOWN }))).toEqual([]);
  });

  it("hides what it is given and what it makes of it", () => {
    const { document, text } = resource.schema.attributes;

    expect([document.sensitive, text.sensitive]).toEqual([true, true]);
  });
});
