import { encodeDocument, type Document } from "../../../lib/documents";
import { FunctionFailure } from "../../../lib/provider/framework/function";
import type { Value } from "../../../lib/provider/framework/values";
import { functions } from "../../../lib/provider/functions/functions";
import { sha512 } from "../../../lib/values/hash";
import { Late } from "../../../lib/values/late";

const call = async (name: string, document: Value) => functions.find((each) => each.name === name)?.call(document);
const encoded = (document: Document): Value => encodeDocument(document) as Value;

describe("the provider's functions", () => {
  it("render a document, as a structure or as its JSON", async () => {
    const document = encoded({ kind: "text", text: "hello" });

    expect(await call("render", document)).toBe("hello");
    expect(await call("render", JSON.stringify(document))).toBe("hello");
    expect(await call("sha512", document)).toBe(sha512("hello"));
  });

  it.each<[string, Value, string]>([
    ["what is no document", "poem", "documents/invalid-json"],
    ["a kind that there is not", { kind: "poem" }, "documents/unknown-kind"],
    ["null", null, "documents/"],
    ["what would need a key", encoded({ kind: "text", text: Late.sealedKey("install", 1, "private") }), "documents/"],
  ])("refuse %s, as the first argument", async (_name, document, code) => {
    const refused: unknown = await call("render", document).catch((error: unknown) => error);

    expect(refused).toBeInstanceOf(FunctionFailure);
    expect(refused).toMatchObject({ argument: 0, message: expect.stringContaining(code) as string });
  });
});
