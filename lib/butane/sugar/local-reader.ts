import { isUtf8 } from "node:buffer";
import { ConfigError, type Path, type Problem } from "../../values/config-error";
import type { LocalEntry, LocalFiles } from "../files";
import { error } from "./problem";

/** Reads local files, and keeps what is wrong with them, so that one that is missing does not hide the next. */
export class LocalReader {
  readonly problems: Problem[] = [];

  /** @param files undefined where no files directory was given */
  constructor(private readonly files: LocalFiles | undefined) {}

  /** The bytes of a file; undefined if they cannot be had, which is a problem at `path`. */
  bytes(local: string, path: Path): Buffer | undefined {
    return this.attempt(path, (files) => files.read(local));
  }

  /** The text of a file. */
  text(local: string, path: Path): string | undefined {
    const bytes = this.bytes(local, path);
    if (bytes === undefined || isUtf8(bytes)) return bytes?.toString("utf8");
    this.problems.push(
      error("not-text", path, "the file is not text in UTF-8", { got: local, fix: "name another file, or convert it" }),
    );
    return undefined;
  }

  /** What is below a folder. */
  list(local: string, path: Path): readonly LocalEntry[] {
    return this.attempt(path, (files) => files.list(local)) ?? [];
  }

  private attempt<T>(path: Path, read: (files: LocalFiles) => T): T | undefined {
    if (this.files === undefined) {
      this.problems.push(
        error("no-files-directory", path, "a local file is named, and no directory that it could be in", {
          fix: "give the directory: filesDirectory, --files-dir on the command line, or localFiles(directory)",
        }),
      );
      return undefined;
    }
    try {
      return read(this.files);
    } catch (cause) {
      if (!(cause instanceof ConfigError)) throw cause;
      this.problems.push(...cause.problems.map((problem) => ({ ...problem, path })));
      return undefined;
    }
  }
}
