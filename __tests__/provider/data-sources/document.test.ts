import { encodeDocument, type Document } from "../../../lib/documents";
import type { Client } from "../../../lib/provider/configuration";
import { dataSource } from "../../../lib/provider/data-sources/document/data-source";
import { UNKNOWN } from "../../../lib/provider/framework/values";
import { sealOf } from "../../../lib/provider/seal/seal";
import { Late } from "../../../lib/values/late";
import { configFor } from "../framework/config-for";

const seal = sealOf("0123456789abcdef0123456789abcdef");
const call = { client: { seal } as Client, signal: new AbortController().signal, warn: () => undefined };

const json = (document: Document): string => JSON.stringify(encodeDocument(document));
const config = (document: string) => configFor(dataSource.schema, { document });
const problemsOf = (document: string) =>
  dataSource.validate?.(config(document)).map(({ detail, path }) => [detail.split(" ")[0]?.split("\n")[0], path]);

describe("slipway_document", () => {
  it("renders a document", async () => {
    const document = json({ kind: "text", text: "hello" });

    expect(dataSource.validate?.(config(document))).toEqual([]);
    expect(await dataSource.read({ config: config(document) }, call)).toEqual({
      document,
      text: "hello",
      sha512:
        "9b71d224bd62f3785d96d46ad3ea3d73319bfbc2890caadae2dff72519673ca72323c3d99ba5c11d7c7acc6e14b8c5da0c4663475c2e5c3adef46f73bcdec043",
      size: 5,
      nonce: null,
      warnings: [],
    });
  });

  it("answers the nonce of an Ignition config", async () => {
    const document = json({ kind: "ignition", config: {} });

    expect(await dataSource.read({ config: config(document) }, call)).toMatchObject({
      text: '{"ignition":{"version":"3.4.0"}}',
      nonce: expect.stringMatching(/^[0-9a-f]{32}$/) as string,
    });
  });

  it("fills in public host keys", async () => {
    const document = json({ kind: "text", text: ["key: ", Late.sealedKey("install", 1, "public")] });

    expect(dataSource.validate?.(config(document))).toEqual([]);
    expect(await dataSource.read({ config: config(document) }, call)).toMatchObject({
      text: `key: ${seal.sealedKey("install", 1).publicKey}`,
    });
  });

  it("refuses private host keys, at validation and when read", async () => {
    const document = json({ kind: "text", text: Late.sealedKey("install", 1, "private") });

    expect(problemsOf(document)).toEqual([["document/private-key", ["document"]]]);
    await expect(dataSource.read({ config: config(document) }, call)).rejects.toThrow("document/private-key");
  });

  it("lets a document pass that is not known yet", () => {
    expect(dataSource.validate?.(configFor(dataSource.schema, { document: UNKNOWN }))).toEqual([]);
  });

  it("refuses what is wrong, and what is no document, without quoting it", () => {
    expect(problemsOf('{"kind":"bytes","base64":"?"}')).toHaveLength(1);
    expect(problemsOf('{"kind":"poem"}')).toEqual([["documents/unknown-kind", ["document"]]]);
    expect(problemsOf("secret")).toEqual([["documents/invalid-json", ["document"]]]);
    expect(JSON.stringify(dataSource.validate?.(config("secret")))).not.toContain("secret");
  });

  it("refuses what another file would have to fill in", async () => {
    const document = json({ kind: "text", text: Late.sha512("/x") });

    await expect(dataSource.read({ config: config(document) }, call)).rejects.toThrow("Unable to accept the document");
  });
});
