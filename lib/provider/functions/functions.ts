import type { ProviderFunction } from "../framework/function";

const parameters = [
  {
    name: "document",
    type: "dynamic",
    description: "The document's structure: an object such as `{ kind = …, … }`, or the JSON of one.",
  },
] as const;

const NO_KEYS =
  "It knows no seal secret: a document that holds host keys of Slipway's goes to `slipway_document`, as data source or ephemeral resource.";

/** The functions of the provider. What renders is loaded when one is first called. */
export const functions: readonly ProviderFunction[] = [
  {
    name: "render",
    summary: "Checks and renders a document",
    description: `The text of an Ignition, unit, dnsmasq or iPXE document. ${NO_KEYS}`,
    parameters,
    returns: "string",
    call: async (document) => (await import("./render")).render(document ?? null).bytes.toString("utf8"),
  },
  {
    name: "sha512",
    summary: "Checks and renders a document, and hashes it",
    description: `The sha512 in hex of what \`render\` gives for the same document. ${NO_KEYS}`,
    parameters,
    returns: "string",
    call: async (document) => (await import("./render")).render(document ?? null).sha512,
  },
];
