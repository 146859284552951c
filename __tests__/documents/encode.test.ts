import { decodeDocument, encodeDocument, type Document } from "../../lib/documents";
import { ConfigError } from "../../lib/values/config-error";
import { Late } from "../../lib/values/late";

describe("encodeDocument", () => {
  it("leaves tokens to OpenTofu and the rest to the provider", () => {
    const document: Document = { kind: "text", text: ["a", Late.token("${var.b}"), Late.nonce("/c")] };

    expect(encodeDocument(document)).toEqual({
      kind: "text",
      text: ["a", "${var.b}", { $late: { from: "nonce", of: "/c" } }],
    });
  });
});

describe("decodeDocument", () => {
  it("gives back what was encoded, as data or as text", () => {
    const document: Document = { kind: "text", text: ["a", Late.sealedKey("install", 2, "public")] };
    const json = JSON.stringify(encodeDocument(document));

    expect(decodeDocument(json)).toEqual(document);
    expect(decodeDocument(JSON.parse(json))).toEqual(document);
  });

  it("takes null for a value that is not set", () => {
    const json = { kind: "ignition", config: { storage: { files: [{ path: "/a", mode: null }] }, systemd: null } };

    expect(decodeDocument(json)).toEqual({ kind: "ignition", config: { storage: { files: [{ path: "/a" }] } } });
  });

  it.each([
    ["an unknown kind", { kind: "butane" }, "documents/unknown-kind"],
    ["a kind that every object has", { kind: "constructor" }, "documents/unknown-kind"],
    ["no kind", {}, "documents/unknown-kind"],
    ["a list", [], "documents/unknown-kind"],
    ["null", null, "documents/unknown-kind"],
    ["what is not JSON", '{"kind": "text", "text": hunter2}', "documents/invalid-json"],
    ["a hundred thousand lists in each other", `{"hunter2":${"[".repeat(100_000)}`, "documents/too-deep"],
    ["more than 96 MiB", `hunter2${" ".repeat(96 * 1024 ** 2)}`, "documents/too-large"],
  ])("refuses %s, without showing more than the kind", (_name, json, code) => {
    const refusal = refusalOf(json);

    expect(refusal?.problems.map((problem) => problem.code)).toEqual([code]);
    expect(refusal?.message).not.toContain("hunter2");
  });
});

function refusalOf(json: unknown): ConfigError | undefined {
  try {
    decodeDocument(json);
    return undefined;
  } catch (error) {
    if (error instanceof ConfigError) return error;
    throw error;
  }
}
