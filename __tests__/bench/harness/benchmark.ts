/** Something that is measured: our code beside a peer that does the same job. */
export interface Benchmark {
  /** As it is named on the command line: that of the file, without `.ts`. */
  readonly name: string;

  /** One line for `--list`. */
  readonly what: string;

  /** Of the value of a run. Less is better. */
  readonly unit: string;

  /** Whom we are compared with, by name and version. */
  readonly peer: string;

  /**
   * Makes what both need, before anything is measured.
   *
   * @param folder is empty, and removed afterwards
   */
  prepare(folder: string): Subjects;
}

/** What takes its turns. */
export interface Subjects {
  readonly ours: Run;

  /** A peer that is not there says why. */
  readonly peer: Run | { readonly missing: string };
}

/** Does the job once, in a process of its own, and answers the value. */
export type Run = () => number;
