import { createHash } from "node:crypto";
import { gunzipSync } from "node:zlib";
import { isKnown, renderDocument, type Document } from "../../lib/documents";
import { ConfigError } from "../../lib/values/config-error";
import { Late, type LateSource } from "../../lib/values/late";
import { goldens, PRIVATE_KEY } from "./golden";
import { throughOpenTofu } from "./leaves";

/** What the provider knows. */
function fill(source: LateSource): string | undefined {
  if (source.from === "sealed-key") return PRIVATE_KEY;
  if (source.from === "sha512") return "2".repeat(128);
  return source.from === "nonce" && source.of !== undefined ? "1".repeat(32) : undefined;
}

describe("renderDocument", () => {
  it.each(goldens)("writes $name", ({ document, text }) => {
    const rendered = renderDocument(document, fill);

    expect(rendered.bytes.toString("latin1")).toBe(text);
    expect(rendered.sha512).toBe(createHash("sha512").update(rendered.bytes).digest("hex"));
    expect(rendered.warnings).toEqual([]);
  });

  it("writes the document that is a volume's key", () => {
    const device = "/dev/disk/by-partlabel/data";
    const keyFile = { document: { kind: "text", text: ["key ", Late.nonce("/a")] } };
    const { bytes } = renderDocument(
      { kind: "ignition", config: { storage: { luks: [{ name: "data", device, keyFile }] } } },
      fill,
    );

    expect(JSON.parse(bytes.toString())).toEqual({
      ignition: { version: "3.4.0" },
      storage: { luks: [{ name: "data", device, keyFile: { source: `data:,key%20${"1".repeat(32)}` } }] },
    });
  });

  it("takes the version of Ignition's spec that late values need", () => {
    const document: Document = {
      kind: "ignition",
      config: { storage: { files: [{ path: "/usr/local/bin/a", mode: Late.token(-1), contents: "a" }] } },
    };
    const path = ["config", "storage", "files", 0, "mode"];
    const versions = [0o755, 0o4755].map((mode) => {
      const { bytes } = renderDocument(throughOpenTofu(document, path, mode));
      return (JSON.parse(bytes.toString()) as { ignition: { version: string } }).ignition.version;
    });

    expect(versions).toEqual(["3.4.0", "3.6.0"]);
  });

  describe("an Ignition config's nonce", () => {
    const report = (text: string, ...more: readonly (string | Late)[]): Document => ({
      kind: "ignition",
      config: { storage: { files: [{ path: "/nonce", contents: [Late.nonce(), text, ...more] }] } },
    });

    it("is the sha256 of the config with zeros in its place", () => {
      const { bytes, nonce } = renderDocument(report(" a"));
      const zeros = bytes.toString().replace(nonce ?? "", "0".repeat(32));

      expect(nonce).toBe(createHash("sha256").update(zeros).digest("hex").slice(0, 32));
      expect(bytes.toString()).toContain(`data:,${nonce}%20a`);
    });

    it("changes with the content, and with it only", () => {
      expect(renderDocument(report("a")).nonce).toBe(renderDocument(report("a")).nonce);
      expect(renderDocument(report("a")).nonce).not.toBe(renderDocument(report("b")).nonce);
    });

    it("is there for a config that does not name it, and for no other document", () => {
      expect(renderDocument({ kind: "ignition", config: {} }).nonce).toMatch(/^[0-9a-f]{32}$/);
      expect(renderDocument({ kind: "text", text: "a" }).nonce).toBeNull();
    });

    it("is its own for a config within a config", () => {
      const inner = report(" inner");
      const outer: Document = {
        kind: "ignition",
        config: {
          storage: {
            files: [
              { path: "/inner.ign", contents: { document: inner } },
              { path: "/nonce", contents: Late.nonce() },
            ],
          },
        },
      };
      const { bytes, nonce } = renderDocument(outer);
      const { storage } = JSON.parse(bytes.toString()) as { storage: { files: { contents: Encoded }[] } };

      expect(storage.files.map(({ contents }) => decode(contents))).toEqual([
        renderDocument(inner).bytes.toString(),
        nonce,
      ]);
    });
  });

  it("refuses an unsound document, with the place in the document within", () => {
    const document: Document = {
      kind: "ignition",
      config: {
        storage: {
          files: [
            {
              path: "/etc/containers/systemd/a.container",
              contents: { document: { kind: "unit", unit: { name: "a.container", Container: {} } } },
            },
            { path: "/b", contents: { document: { kind: "nonsense" } } },
          ],
        },
      },
    };

    expect(problemsOf(document)).toEqual([
      ["quadlet/missing-directive", "storage.files.0.contents.document.Container.Image"],
      ["documents/unknown-kind", "storage.files.1.contents.document.kind"],
    ]);
  });

  it("refuses to leave anything late, with its place", () => {
    const document: Document = {
      kind: "ignition",
      config: {
        storage: {
          files: [
            { path: "/a", contents: { document: { kind: "text", text: ["a", Late.sha512("/b")] } } },
            { path: "/b", contents: Late.sealedKey("install", 1, "private") },
          ],
        },
      },
    };

    expect(problemsOf(document)).toEqual([
      ["documents/late-value", "storage.files.0.contents.document.text.1"],
      ["documents/late-value", "storage.files.1.contents"],
    ]);
  });

  it("does not warn of a secret that was filled in", () => {
    const document: Document = {
      kind: "ignition",
      config: { storage: { files: [{ path: "/etc/key", contents: Late.sealedKey("install", 1, "private") }] } },
    };

    expect(renderDocument(document, fill).warnings).toEqual([]);
  });
});

describe("isKnown", () => {
  it("is true while nothing is late but a config's own nonce", () => {
    const config = { storage: { files: [{ path: "/a", contents: ["a", Late.nonce()] }] } };

    expect(isKnown({ kind: "ignition", config })).toBe(true);
  });

  it.each<[string, Document]>([
    ["a token", { kind: "text", text: Late.token("${var.x}") }],
    ["another file's nonce", { kind: "text", text: Late.nonce("/a") }],
    ["a nonce outside of any config", { kind: "text", text: Late.nonce() }],
    [
      "a sealed key in a document within",
      {
        kind: "ignition",
        config: {
          storage: {
            files: [{ path: "/a", contents: { document: { kind: "text", text: Late.sealedKey("a", 1, "public") } } }],
          },
        },
      },
    ],
  ])("is false with %s", (_name, document) => {
    expect(isKnown(document)).toBe(false);
  });
});

interface Encoded {
  readonly source: string;
  readonly compression?: "gzip";
}

/** Read here by other means than those that wrote it. */
function decode({ source, compression }: Encoded): string {
  const [, base64, data = ""] = /^data:(;base64)?,(.*)$/s.exec(source) ?? [];
  const bytes = base64 === undefined ? Buffer.from(decodeURIComponent(data)) : Buffer.from(data, "base64");
  return (compression === "gzip" ? gunzipSync(bytes) : bytes).toString();
}

function problemsOf(document: Document): readonly (readonly [string, string])[] {
  try {
    renderDocument(document);
    return [];
  } catch (error) {
    if (!(error instanceof ConfigError)) throw error;
    return error.problems.map(({ code, path }) => [code, path.join(".")]);
  }
}
