import { checkDocument, decodeDocument, renderDocument, type Document } from "../../../documents";
import { ConfigError, formatProblem, type Problem, refuseErrors } from "../../../values/config-error";
import { sha512 } from "../../../values/hash";
import { isLate, type LateSource } from "../../../values/late";
import { remember } from "../../../values/remember";
import type { Client } from "../../configuration";
import { type Diagnostic, DiagnosticError, UNKNOWN, type Value, type ValueObject } from "../../framework/values";

/** A file's content, ready to be written. */
export interface Content {
  readonly bytes: Buffer;
  readonly sha512: string;
  readonly nonce: string | null;

  /** What looks wrong in its document but is not refused. */
  readonly warnings: readonly Problem[];
}

/** Derives sealed keys; undefined while the provider's configuration is not known. */
export type SealedKeys =
  ((name: string, generation: number) => { readonly privateKey: string; readonly publicKey: string }) | undefined;

export function sealedKeysOf(client: Client | undefined): SealedKeys {
  return client === undefined ? undefined : (name, generation) => client.seal.sealedKey(name, generation);
}

/** Why a content is not there: it depends on something unknown. */
type Result = Content | typeof UNKNOWN;

/**
 * Makes the content of every file, in the order of the list; unknown where it depends on a value that is not known yet.
 *
 * A document may hold the sha512 or the nonce of another file of the same list.
 *
 * @throws DiagnosticError with the problems of all documents, each at its own place
 */
export function makeContents(files: readonly Value[], sealedKeys: SealedKeys): readonly Result[] {
  const maker = new ContentMaker(files, sealedKeys);
  const results = files.map((_, index) => maker.make(index));
  if (maker.diagnostics.length > 0) throw new DiagnosticError(maker.diagnostics);
  return results;
}

class ContentMaker {
  readonly diagnostics: Diagnostic[] = [];
  private readonly made = new Map<number, Result | "under way">();

  constructor(
    private readonly files: readonly Value[],
    private readonly sealedKeys: SealedKeys,
  ) {}

  make(index: number): Result {
    const known = this.made.get(index);
    if (known === "under way") return this.refuse(index, "This file and another one need each other's hash or nonce.");
    if (known !== undefined) return known;
    this.made.set(index, "under way");
    const result = this.makeNew(index);
    this.made.set(index, result);
    return result;
  }

  private makeNew(index: number): Result {
    const file = this.files[index] as ValueObject | typeof UNKNOWN;
    if (file === UNKNOWN || file.content_wo === UNKNOWN || file.document_wo === UNKNOWN) return UNKNOWN;
    if (typeof file.document_wo === "string") return this.fromDocument(index, file.document_wo);
    const bytes = Buffer.from(String(file.content_wo ?? ""));
    return { bytes, sha512: sha512(bytes), nonce: null, warnings: [] };
  }

  private fromDocument(index: number, json: string): Result {
    try {
      const { document, lates, rendered } = read(json);
      if (rendered !== undefined) return rendered;
      if (lates.some((source) => this.fill(index, source) === UNKNOWN)) {
        refuseErrors(checkDocument(document)); // what is known can be judged already
        return UNKNOWN;
      }
      return renderDocument(document, (source) => this.fill(index, source));
    } catch (error) {
      if (!(error instanceof ConfigError)) throw error;
      return this.refuse(
        index,
        error.problems.map((problem) => formatProblem(problem, this.pathOf(index))).join("\n\n"),
      );
    }
  }

  /** The text that takes a late value's place; undefined if the document itself knows. */
  private fill(index: number, source: LateSource): string | typeof UNKNOWN | undefined {
    if (source.from === "sealed-key") {
      if (this.sealedKeys === undefined) return UNKNOWN;
      const key = this.sealedKeys(source.name, source.generation);
      return source.part === "private" ? key.privateKey : key.publicKey;
    }
    if (source.from === "token" || source.of === undefined) return undefined;
    const { of } = source;
    const other = this.files.findIndex((file) => typeof file === "object" && (file as ValueObject).path === of);
    if (other < 0) {
      const mayBeThere = this.files.some((file) => file === UNKNOWN || (file as ValueObject).path === UNKNOWN);
      return mayBeThere
        ? UNKNOWN
        : this.refuse(index, `It needs the ${source.from} of ${of}, which is not a file of this resource.`);
    }
    const content = this.make(other);
    if (content === UNKNOWN) return UNKNOWN;
    if (source.from === "sha512") return content.sha512;
    return content.nonce ?? this.refuse(index, `It needs the nonce of ${of}, which is no Ignition document.`);
  }

  private refuse(index: number, detail: string): typeof UNKNOWN {
    const summary = `Unable to make "${this.pathOf(index)}"`;
    if (!this.diagnostics.some((one) => one.summary === summary && one.detail === detail)) {
      this.diagnostics.push({ severity: "error", summary, detail, path: ["files", index, "document_wo"] });
    }
    return UNKNOWN;
  }

  private pathOf(index: number): string {
    const path = (this.files[index] as ValueObject).path;
    return typeof path === "string" ? path : `files[${index}]`;
  }
}

/** What a document's text says by itself. */
interface Read {
  readonly document: Document;
  readonly lates: readonly LateSource[];
  /** Its content, if that depends on nothing else. */
  readonly rendered: Content | undefined;
}

/** OpenTofu sends a document with each call: to be checked, planned, planned again and applied. */
const read = remember((json): Read => {
  const document = decodeDocument(json);
  const lates = lateSources(document);
  return { document, lates, rendered: lates.length > 0 ? undefined : renderDocument(document, () => undefined) };
});

function lateSources(value: unknown): readonly LateSource[] {
  if (isLate(value)) return [value.source];
  if (Array.isArray(value)) return value.flatMap(lateSources);
  if (typeof value !== "object" || value === null) return [];
  return Object.values(value).flatMap(lateSources);
}
