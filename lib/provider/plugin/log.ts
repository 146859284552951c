/** Levels of OpenTofu's log, as TF_LOG_PROVIDER names them. */
export type Level = "trace" | "debug" | "info" | "warn" | "error";

/** One line for OpenTofu's log: it reads the provider's stderr, and takes such JSON apart. */
export function logLine(level: Level, message: string, now = new Date()): string {
  return `${JSON.stringify({ "@level": level, "@message": message, "@timestamp": now.toISOString() })}\n`;
}

/**
 * Sends whatever is said on the console to stderr, as {@link logLine}s: anything but the handshake on stdout would
 * keep OpenTofu from starting the provider.
 */
export function captureConsole(target: Pick<Console, Level | "log"> = console): void {
  const as =
    (level: Level) =>
    (...parts: unknown[]): void => {
      process.stderr.write(logLine(level, parts.map(textOf).join(" ")));
    };
  Object.assign(target, {
    trace: as("trace"),
    debug: as("debug"),
    log: as("info"),
    info: as("info"),
    warn: as("warn"),
    error: as("error"),
  });
}

function textOf(part: unknown): string {
  if (part instanceof Error) return part.stack ?? part.message;
  return typeof part === "string" ? part : (JSON.stringify(part) ?? String(part));
}
