import { posix } from "node:path";
import { z } from "zod";
import { validateGrub } from "../butane/grub-config";
import { validateConfig, validateExtension } from "../dnsmasq/validate";
import { scalar, text, wellFormed } from "../ignition/rules";
import { base64 } from "../ignition/source-rules";
import { type Machine, validateIgnition } from "../ignition/validate";
import { validateScript } from "../ipxe/validate";
import { validateUnit } from "../units/validate";
import { check, shorten } from "../values/check";
import type { Path, Problem } from "../values/config-error";
import { withoutUndefined } from "../values/without-undefined";
import type { Document } from "./document";
import { BODY, isDocument } from "./kinds";
import { nestedDocuments, type NestedDocument } from "./nested";
import { referenceProblems, withUnitNamesOnly } from "./references";

const plainText = z.object({ text: text(wellFormed) });
const bytes = z.object({ base64: scalar(base64) });

/**
 * Answers everything that is wrong with a document, or looks wrong. Late values are passed over.
 *
 * Paths begin within the config, unit, script or extension. Those of a document within an Ignition config go on from
 * the place where it stands.
 *
 * @param machine what is known of the machine that an Ignition config is for
 */
export function checkDocument(document: Document, machine: Machine = {}): readonly Problem[] {
  return problemsOf(withUnitNamesOnly(withoutUndefined(document)), machine);
}

function problemsOf(document: Document, machine: Machine = {}): readonly Problem[] {
  if (!isDocument(document)) return [unknownKind(document)];
  const extra = Object.keys(document).filter((key) => key !== "kind" && key !== BODY[document.kind]);
  return [...extra.map((key) => unknownKey(key, document.kind)), ...bodyProblems(document, machine)];
}

/**
 * The same for a document whose late values have been filled in: of secrets it says nothing, since those that were
 * written out cannot be told from those that came late.
 */
export function checkFilledDocument(document: Document): readonly Problem[] {
  return checkDocument(document).filter(({ code }) => code !== "ignition/secret-literal");
}

function bodyProblems(document: Document, machine: Machine): readonly Problem[] {
  switch (document.kind) {
    case "ignition":
      return [
        ...validateIgnition(document.config, machine),
        ...nestedDocuments(document.config).flatMap(nestedProblems),
        ...referenceProblems(document.config),
      ];
    case "unit":
      return validateUnit(document.unit);
    case "dnsmasq":
      return validateConfig(document.config);
    case "dnsmasq-host":
    case "dnsmasq-options":
    case "dnsmasq-extension":
      return validateExtension(document.extension);
    case "ipxe":
      return validateScript(document.script);
    case "grub":
      return validateGrub(document.grub);
    case "text":
      return check(plainText, document, "documents");
    case "bytes":
      return check(bytes, document, "documents");
  }
}

function nestedProblems(nested: NestedDocument): readonly Problem[] {
  // The shape is not known yet: an Ignition config holds other documents unseen.
  const problems = checkDocument(nested.document as Document);
  return [
    ...problems.map((problem) => ({ ...problem, path: [...nested.path, ...problem.path] })),
    ...misnamedUnit(nested),
  ];
}

/** A unit is called what its file is called, whatever its document says. */
function misnamedUnit({ path, document, filePath }: NestedDocument): readonly Problem[] {
  if (filePath === undefined || !isDocument(document) || document.kind !== "unit") return [];
  const name: unknown = (document.unit as { readonly name?: unknown } | undefined)?.name;
  if (typeof name !== "string" || posix.basename(filePath) === name) return [];
  return [
    {
      code: "documents/misnamed-unit",
      severity: "warning",
      path: [...path, "name"],
      what: `systemd will call the unit by its file, ${shorten(posix.basename(filePath))}`,
      got: shorten(name),
      fix: "give the file and the unit the same name",
    },
  ];
}

function unknownKind(document: unknown): Problem {
  const kind = typeof document === "object" && document !== null && "kind" in document ? document.kind : undefined;
  const path: Path = ["kind"];
  return {
    code: "documents/unknown-kind",
    severity: "error",
    path,
    what: "there is no such kind of document",
    got: shorten(kind),
    allowed: Object.keys(BODY).join(", "),
    fix: "name one of the kinds",
  };
}

function unknownKey(key: string, kind: Document["kind"]): Problem {
  return {
    code: "documents/unknown-key",
    severity: "error",
    path: [key],
    what: `a document of kind ${kind} has no ${shorten(key)}`,
    allowed: `kind, ${BODY[kind]}`,
    fix: `remove ${shorten(key)}`,
  };
}
