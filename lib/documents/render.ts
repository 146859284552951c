import { renderGrub } from "../butane/grub-config";
import { renderConfig, renderExtension, renderHostFile, renderOptionsFile } from "../dnsmasq/render";
import { renderChildIgnition, renderIgnition, writeIgnition } from "../ignition/render";
import type { IgnitionConfig } from "../ignition/schema";
import { renderScript } from "../ipxe/render";
import { renderUnit } from "../units/render";
import { refuseErrors } from "../values/config-error";
import { sha256, sha512 } from "../values/hash";
import { fillLate, type Text } from "../values/late";
import { refuseLate } from "../values/late-left";
import { withoutUndefined } from "../values/without-undefined";
import { checkFilledDocument } from "./check";
import type { Document, RenderedDocument } from "./document";
import { filled, isOwnNonce, NO_NONCE, withOwnNonce, type Fill } from "./fill";
import { bodyOf } from "./kinds";
import { nestedDocuments, replaceNested } from "./nested";
import { withUnitNamesOnly } from "./references";

/**
 * Checks a document, fills in what is late, and turns it into bytes.
 *
 * The nonce of an Ignition config is a function of its content: the first 32 hex digits of the sha256 of what it would
 * be with zeros in the nonce's places.
 *
 * @param fill answers late values other than an Ignition config's own nonce
 * @throws ConfigError if the document is unsound, or if something late is left
 */
export function renderDocument(given: Document, fill: Fill = () => undefined): RenderedDocument {
  const document = withUnitNamesOnly(withoutUndefined(given));
  const known = filled(document, fill);
  const problems = checkFilledDocument(known);
  refuseErrors(problems);
  refuseLate(bodyOf(known), "documents");
  const { bytes, nonce } = render(document, fill);
  return { bytes, sha512: sha512(bytes), nonce, warnings: problems };
}

interface Rendered {
  readonly bytes: Buffer;
  readonly nonce: string | null;
}

/** @param merged whether the document is a config that Ignition merges into another */
function render(document: Document, fill: Fill, merged = false): Rendered {
  if (document.kind === "ignition") return renderWithNonce(document.config, fill, merged);
  return { bytes: bytesOf(fillLate(document, fill) as typeof document), nonce: null };
}

function bytesOf(document: Exclude<Document, { kind: "ignition" }>): Buffer {
  switch (document.kind) {
    case "unit":
      return Buffer.from(renderUnit(document.unit));
    case "dnsmasq":
      return Buffer.from(renderConfig(document.config));
    case "dnsmasq-host":
      return Buffer.from(renderHostFile(document.extension));
    case "dnsmasq-options":
      return Buffer.from(renderOptionsFile(document.extension));
    case "dnsmasq-extension":
      return Buffer.from(renderExtension(document.extension));
    case "ipxe":
      return Buffer.from(renderScript(document.script));
    case "grub":
      return Buffer.from(joined(renderGrub(document.grub)));
    case "text":
      return Buffer.from(joined(document.text));
    case "bytes":
      return Buffer.from(document.base64, "base64");
  }
}

/** The config has been checked with all that stands in it, as it is with zeros for its nonce. */
function renderWithNonce(config: IgnitionConfig, fill: Fill, merged: boolean): Rendered {
  const render = merged ? renderChildIgnition : renderIgnition;
  let namesItself = false;
  const zeros = withOwnNonce(NO_NONCE, fill);
  const withZeros = resolved(config, (source) => {
    namesItself ||= isOwnNonce(source);
    return zeros(source);
  });
  // Only what is new is checked again, and only what is handed on: bytes in the place of documents, or the nonce.
  const isNew = !namesItself && nestedDocuments(config).length > 0;
  const text = isNew ? render(withZeros) : writeIgnition(withZeros, merged);
  const nonce = sha256(text).slice(0, NO_NONCE.length);
  const final = namesItself ? render(resolved(config, withOwnNonce(nonce, fill))) : text;
  return { bytes: Buffer.from(final), nonce };
}

/** Documents within go first: an Ignition config among them has a nonce of its own. */
function resolved(config: IgnitionConfig, fill: Fill): IgnitionConfig {
  const replaced = replaceNested(config, (nested, child) => render(nested as Document, fill, child).bytes);
  return fillLate(replaced, fill) as IgnitionConfig;
}

function joined(text: Text): string {
  return Array.isArray(text) ? text.join("") : (text as string);
}
