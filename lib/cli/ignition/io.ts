/** What a command reads from and writes to. */
export interface Io {
  /** Results. */
  readonly out: Output;

  /** What goes on, and what is wrong. */
  readonly err: Output;

  /** All of standard input, to its end. */
  readStdin(): Promise<Buffer>;

  /** Whether results are read on a terminal. */
  readonly isTerminal: boolean;

  /** Whether results may be coloured. */
  readonly isColored: boolean;
}

/** Where text goes. */
export interface Output {
  write(text: string): unknown;
}

/** The process's own streams. Colour is for terminals, unless `NO_COLOR` is set. */
export function processIo(): Io {
  for (const stream of [process.stdout, process.stderr]) {
    // Whoever read our output has seen enough.
    stream.on("error", (error: NodeJS.ErrnoException) => {
      if (error.code !== "EPIPE") throw error;
      process.exit(0);
    });
  }
  return {
    out: process.stdout,
    err: process.stderr,
    isTerminal: process.stdout.isTTY,
    isColored: process.stdout.isTTY && (process.env["NO_COLOR"] ?? "") === "",
    async readStdin() {
      const chunks: Buffer[] = [];
      for await (const chunk of process.stdin) chunks.push(Buffer.from(chunk as Uint8Array));
      return Buffer.concat(chunks);
    },
  };
}
