/** What stands below a folder that `storage.trees` copies. */
export interface LocalEntry {
  /** Relative to the folder that was listed, with forward slashes. */
  readonly path: string;

  readonly kind: "file" | "directory" | "link";

  /** Permission bits. */
  readonly mode: number;

  /** What a link says, as it stands. */
  readonly target?: string;
}

/** The files that `local` and its like name. Paths are relative to one directory, with forward slashes. */
export interface LocalFiles {
  /** @throws ConfigError if there is no such file, or it may not be read */
  read(path: string): Buffer;

  /**
   * All that is below a folder, at any depth, without the folder itself.
   *
   * @throws ConfigError if there is no such folder, or something in it can be no part of a config
   */
  list(path: string): readonly LocalEntry[];
}
