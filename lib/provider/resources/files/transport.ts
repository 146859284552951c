/** What is known of a file without reading it. */
export interface FileStat {
  /** `other` is a device, a socket or a pipe. A link is never followed. */
  readonly kind: "file" | "folder" | "link" | "other";

  /** In bytes. */
  readonly size: number;

  /** Permissions, such as `0o644`; undefined where the server knows none, as over WebDAV. */
  readonly mode: number | undefined;

  /**
   * What becomes another one when the content does: the time of the last change, an ETag. Only to be compared with
   * others of the same transport. Undefined if the server tells none: then the content has to be read.
   */
  readonly version: string | undefined;

  /** Whether the version counts seconds at best, so that a change within the same second would not show. */
  readonly isCoarse?: boolean;
}

/** A file that is to be written. */
export interface NewFile {
  readonly path: string;
  readonly bytes: Buffer;

  /** Permissions, such as `0o644`. */
  readonly mode: number;

  /** What was found in its place when it was decided to write; undefined if nothing was. */
  readonly found: FileStat | undefined;
}

/**
 * Files on a server, however they get there. Paths are absolute and have one spelling: no empty part, `.` or `..`.
 *
 * What the server refuses, or does not answer, is a `RemoteError` of lib/provider/remote; an interrupt is the signal's reason.
 */
export interface FileTransport {
  /**
   * Looks at many files at once. Undefined for what is not there; the answers stand in the order of the paths.
   *
   * @throws StepFailure naming the first file that could not be looked at, as one behind a link that is not followed
   */
  look(paths: readonly string[]): Promise<readonly (FileStat | undefined)[]>;

  /** Undefined if it is not there. Refuses what is larger than `limit` bytes. */
  read(path: string, limit?: number): Promise<Buffer | undefined>;

  /**
   * Writes files, each so that readers see either the old content or the new one, never a part, and never the new
   * content with other permissions. Missing parent folders are made.
   *
   * The files appear in the order of the list: a reader who sees one sees all before it, and after a failure none after
   * it has been touched. What is to become a file may be sent ahead under another name.
   *
   * @param written told of each file that is in its place now, in order
   * @returns what the server says of each file at the end
   * @throws StepFailure naming the first file that is not in its place
   */
  write(files: readonly NewFile[], written: (index: number) => void): Promise<readonly FileStat[]>;

  /**
   * Removes files in the order of the list, and the parent folders that {@link write} made and that are empty then.
   * What is gone already is fine; a folder in a file's place is somebody else's and stays.
   *
   * @param removed told of each file that is gone, in order
   * @throws StepFailure naming the first file that is still there
   */
  remove(paths: readonly string[], removed: (index: number) => void): Promise<void>;
}

/** Says which file of a list was not brought into its state. */
export class StepFailure extends Error {
  constructor(
    /** Its place in the list. */
    readonly index: number,
    override readonly cause: unknown,
  ) {
    super("unable to go on");
  }
}
