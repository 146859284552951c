/** A file that has arrived completely, and lies aside until the call takes it or lets it go. */
export interface StagedUpload {
  /** The name that came with the file part. */
  readonly fileName: string;

  /** Where the bytes are. */
  readonly path: string;
  readonly size: number;
  checksum(algorithm: string): Promise<string>;
  discard(): Promise<void>;
}
