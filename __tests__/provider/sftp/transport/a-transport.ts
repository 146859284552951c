import { type FileTransport, type NewFile, StepFailure } from "../../../../lib/provider/resources/files/transport";
import { SftpTransport } from "../../../../lib/provider/sftp/transport";
import { type ServedFolder, servedFolder } from "../served-folder";

/** How a transport is used. */
export interface UseOptions {
  readonly signal?: AbortSignal;

  /** The folder above which links are followed. */
  readonly root?: string;
}

/** What came of a write. */
export interface Written {
  /** Indexes of the files that were told to be there, in order. */
  readonly written: readonly number[];

  /** Index and cause where a file could not be written; any other error as it is. */
  readonly failure: unknown;
}

/** {@link SftpTransport} to a server that each test has for itself. */
export interface ATransport {
  readonly served: ServedFolder;
  readonly use: <T>(work: (files: FileTransport) => Promise<T>, options?: UseOptions) => Promise<T>;
  readonly write: (files: readonly NewFile[], options?: UseOptions) => Promise<Written>;
  readonly remove: (paths: readonly string[]) => Promise<void>;

  /** The server's requests in order, with random names made equal. */
  readonly named: () => readonly string[];
}

/** For a `describe`. */
export function aTransport(): ATransport {
  const served = servedFolder();
  const use: ATransport["use"] = (work, { signal, root } = {}) =>
    served.pool.use(
      { ...served.server.endpoint, connectTimeout: 5, bastions: [] },
      { waitSeconds: 0, ...(signal === undefined ? {} : { signal }) },
      (session) => work(new SftpTransport(session, root)),
    );

  return {
    served,
    use,
    write: async (files, options) => {
      const written: number[] = [];
      const failure = await use((transport) => transport.write(files, (index) => written.push(index)), options).then(
        () => undefined,
        (error: unknown) => (error instanceof StepFailure ? [error.index, String(error.cause)] : error),
      );
      return { written, failure };
    },
    remove: (paths) => use((transport) => transport.remove(paths, () => undefined)),
    named: () => served.server.requests.map((name) => name.replace(/[0-9a-f]{12}/, "RANDOM")),
  };
}

/** A file that is to be written where none was found. */
export function file(path: string, content: string, mode = 0o644): NewFile {
  return { path, bytes: Buffer.from(content), mode, found: undefined };
}
