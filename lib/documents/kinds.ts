import type { Document } from "./document";

type Kind = Document["kind"];

/** The one key that a document of each kind has besides `kind`. */
export const BODY: Readonly<Record<Kind, string>> = {
  ignition: "config",
  unit: "unit",
  dnsmasq: "config",
  "dnsmasq-host": "extension",
  "dnsmasq-options": "extension",
  "dnsmasq-extension": "extension",
  ipxe: "script",
  grub: "grub",
  text: "text",
  bytes: "base64",
};

/** Whether a value is an object that names a known kind; its body may still be anything. */
export function isDocument(value: unknown): value is Document {
  return typeof value === "object" && value !== null && "kind" in value && Object.hasOwn(BODY, String(value.kind));
}

/** What a document is besides its kind. */
export function bodyOf(document: Document): unknown {
  return (document as unknown as Readonly<Record<string, unknown>>)[BODY[document.kind]];
}
