import { renderDocument, type Document } from "../../lib/documents";
import type { IgnitionConfig } from "../../lib/ignition/schema";
import type * as Validate from "../../lib/ignition/validate";
import { ConfigError } from "../../lib/values/config-error";
import { Late } from "../../lib/values/late";

const checked: IgnitionConfig[] = [];

jest.mock("../../lib/ignition/validate", () => {
  const actual = jest.requireActual<typeof Validate>("../../lib/ignition/validate");
  const validateIgnition: typeof actual.validateIgnition = (config, machine) => {
    checked.push(config);
    return actual.validateIgnition(config, machine);
  };
  return { ...actual, validateIgnition };
});

const nonce = { path: "/etc/nonce", contents: Late.nonce() };
const motd = { path: "/etc/motd", contents: { document: { kind: "text", text: "Welcome" } } };

function aDocument(config: IgnitionConfig): Document {
  return { kind: "ignition", config };
}

describe("renderDocument", () => {
  beforeEach(() => checked.splice(0));

  it.each<[string, IgnitionConfig, number]>([
    ["once what it writes as it stands", { storage: { files: [{ path: "/etc/motd", contents: "Welcome" }] } }, 1],
    ["again what documents within have become", { storage: { files: [motd] } }, 2],
    ["again what its nonce stands in", { storage: { files: [nonce] } }, 2],
    ["again what both have changed, but nothing in between", { storage: { files: [motd, nonce] } }, 2],
    [
      "once a config within a config, and what holds it twice",
      { storage: { files: [{ path: "/etc/in.ign", contents: { document: aDocument({}) } }] } },
      3,
    ],
  ])("checks %s", (_, config, times) => {
    renderDocument(aDocument(config));

    expect(checked).toHaveLength(times);
  });

  it.each<[string, IgnitionConfig]>([
    ["is no more", {}],
    ["names its nonce", { storage: { files: [nonce] } }],
  ])("refuses what only the bytes of a document within make wrong, in a config that %s", (_, rest) => {
    const wrong = JSON.stringify({ ignition: { version: "3.5.0" }, storage: { files: [{ path: "etc/motd" }] } });
    const merge = [{ document: { kind: "text", text: wrong } }];

    expect(problemsOf(aDocument({ ...rest, ignition: { config: { merge } } }))).toEqual([
      ["ignition/merged-config", "ignition.config.merge.0"],
    ]);
  });
});

function problemsOf(document: Document): readonly [code: string, path: string][] {
  try {
    renderDocument(document);
  } catch (error) {
    if (error instanceof ConfigError) return error.problems.map(({ code, path }) => [code, path.join(".")]);
    throw error;
  }
  return [];
}
