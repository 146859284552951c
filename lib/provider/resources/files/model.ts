import type { ModelOf } from "../../framework/model";
import { UNKNOWN, type Value, type ValueObject } from "../../framework/values";
import type { Content } from "./contents";
import type { schema } from "./schema";
import type { FileStat } from "./transport";

/** A file as the state has it: its hash and its size are null where it is known to be missing on the server. */
type FileState = ModelOf<typeof schema>["files"][number];

/** A file as plan and state know it, and what is known of it beside. */
export interface PublishedFile extends Omit<FileState, "content_wo" | "document_wo"> {
  /** What the server told of it when the hash was true; not part of the state. See {@link FileStat.version}. */
  readonly version: FileStat["version"];

  /**
   * When it was first seen with that version, in ms since 1970 by our clock, if the version is too young to be trusted:
   * the file may have changed once more in the same second.
   */
  readonly youngSince?: number | undefined;
}

/** The files of a state, in their order. */
export function publishedFiles(object: ValueObject | null): readonly PublishedFile[] {
  const files = object?.files;
  if (!Array.isArray(files)) return [];
  return (files as readonly ValueObject[]).map((file) => ({
    path: String(file.path),
    mode: String(file.mode),
    sha512: typeof file.sha512 === "string" ? file.sha512 : null,
    size: typeof file.size === "number" ? file.size : null,
    nonce: typeof file.nonce === "string" ? file.nonce : null,
    version: undefined,
  }));
}

/** A file as an object of the schema. */
export function fileValue({ path, mode, sha512, size, nonce }: PublishedFile): FileState {
  return { path, mode, content_wo: null, document_wo: null, sha512, size, nonce };
}

/** The proposed state with what is known of the contents; plainly unknown where a content is. */
export function planFiles(proposed: ValueObject, contents: readonly (Content | typeof UNKNOWN)[]): ValueObject {
  if (!Array.isArray(proposed.files)) return proposed;
  const files = (proposed.files as readonly Value[]).map((file, index): Value => {
    if (typeof file !== "object" || file === null) return file;
    return { ...(file as ValueObject), ...facts(contents[index] ?? UNKNOWN) };
  });
  return { ...proposed, files };
}

function facts(content: Content | typeof UNKNOWN): ValueObject {
  if (content === UNKNOWN) return { sha512: UNKNOWN, size: UNKNOWN, nonce: UNKNOWN };
  return { sha512: content.sha512, size: content.bytes.length, nonce: content.nonce };
}
