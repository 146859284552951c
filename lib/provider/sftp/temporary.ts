import { randomBytes } from "node:crypto";
import { posix } from "node:path";

const SUFFIX = /^\.(.+)\.[0-9a-f]{12}$/;

/** Another name in the same folder, which no reader takes for a file of theirs, and which nobody can foresee. */
export function temporaryName(path: string): string {
  return posix.join(posix.dirname(path), `.${posix.basename(path)}.${randomBytes(6).toString("hex")}`);
}

/** The name of the file that a temporary one was to become; undefined if it is none. */
export function finalName(name: string): string | undefined {
  return SUFFIX.exec(name)?.[1];
}
