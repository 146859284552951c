import { checkDocument, checkFilledDocument, type Document } from "../../lib/documents";
import { goldens } from "./golden";

describe("checkDocument", () => {
  it.each(goldens)("finds nothing wrong with $name", ({ document }) => {
    expect(checkDocument(document)).toEqual([]);
  });

  it.each<[string, Document, string, string]>([
    [
      "an Ignition config",
      { kind: "ignition", config: { storage: { files: [{ path: "a" }] } } },
      "ignition/relative-path",
      "storage.files.0.path",
    ],
    ["an Ignition config that is none", { kind: "ignition" } as never, "ignition/invalid-type", ""],
    ["a unit that is none", { kind: "unit" } as never, "unit/invalid-name", "name"],
    ["an extension that is none", { kind: "dnsmasq-host" } as never, "dnsmasq/invalid-type", ""],
    [
      "a superuser of GRUB",
      { kind: "grub", grub: { users: [{ name: "root", passwordHash: "x\nset superusers=" }] } },
      "butane/grub-password-hash",
      "users.0.passwordHash",
    ],
    ["superusers of GRUB that are none", { kind: "grub" } as never, "butane/invalid-type", ""],
    ["a text", { kind: "text", text: "\ud800" }, "ignition/ill-formed-text", "text"],
    ["bytes", { kind: "bytes", base64: "a" }, "ignition/base64", "base64"],
    ["a key too many", { kind: "text", text: "a", mode: 0o644 } as never, "documents/unknown-key", "mode"],
  ])("refuses %s with a mistake, with its place", (_name, document, code, path) => {
    expect(checkDocument(document).map((problem) => [problem.code, problem.path.join(".")])).toEqual([[code, path]]);
  });

  it("warns of a unit that its file calls otherwise", () => {
    const document = { kind: "unit", unit: { name: "web.volume", Volume: {} } };

    expect(
      checkDocument({
        kind: "ignition",
        config: { storage: { files: [{ path: "/etc/containers/systemd/data.volume", contents: { document } }] } },
      }),
    ).toMatchObject([
      {
        code: "documents/misnamed-unit",
        severity: "warning",
        path: ["storage", "files", 0, "contents", "document", "name"],
      },
    ]);
  });

  it("warns of a secret written out, unless it may have come late", () => {
    const document: Document = {
      kind: "ignition",
      config: {
        passwd: { users: [{ name: "core", passwordHash: "$6$salt$IxDD3jeSOb5eB1CX5LBsqZFVkJdido3OUILO5Ifz5iwM" }] },
      },
    };

    expect(checkDocument(document)).toMatchObject([{ code: "ignition/secret-literal", severity: "warning" }]);
    expect(checkFilledDocument(document)).toEqual([]);
  });
});
