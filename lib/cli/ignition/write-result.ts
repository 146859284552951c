import { lstatSync, renameSync, rmSync, writeFileSync } from "node:fs";
import { UsageError } from "../usage-error";
import type { Io } from "./io";

/**
 * Writes what a command has made: to standard output, or into a file, which is replaced only once all is written.
 *
 * @throws UsageError if the file cannot be written
 */
export function writeResult(bytes: Buffer, file: string | undefined, io: Io): void {
  if (file === undefined || file === "-") {
    const text = bytes.toString("utf8");
    // Elsewhere every byte counts: a line feed would change the hash.
    io.out.write(io.isTerminal && !text.endsWith("\n") ? `${text}\n` : text);
    return;
  }
  const temporary = `${file}.${process.pid}`;
  try {
    if (isSpecial(file)) {
      writeFileSync(file, bytes);
    } else {
      writeFileSync(temporary, bytes);
      renameSync(temporary, file);
    }
  } catch (error) {
    rmSync(temporary, { force: true });
    throw new UsageError(`${file} cannot be written: ${(error as Error).message}`);
  }
}

/** A device, a pipe or a link: not to be replaced by a file. */
function isSpecial(file: string): boolean {
  return lstatSync(file, { throwIfNoEntry: false })?.isFile() === false;
}
