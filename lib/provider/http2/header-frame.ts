import { ConnectionError, ErrorCode } from "./errors";
import { Flag } from "./frames";

/** What a HEADERS frame holds; RFC 9113, section 6.2. */
export interface HeaderFrame {
  /** Where its header block, or the first part of it, begins and ends. */
  readonly from: number;
  readonly to: number;
  /** The stream that this one is said to depend on; 0 for none. */
  readonly dependsOn: number;
}

const PRIORITY_BYTES = 5;

/** @throws ConnectionError if there is less in it than its flags say */
export function readHeaderFrame(flags: number, bytes: Buffer, start: number, end: number): HeaderFrame {
  let [from, to, dependsOn] = [start, end, 0];
  if ((flags & Flag.padded) !== 0) to -= bytes[from++] ?? 0;
  if ((flags & Flag.priority) !== 0) {
    if (from + PRIORITY_BYTES > to) throw new ConnectionError(ErrorCode.frameSize, "a priority is cut off");
    dependsOn = bytes.readUInt32BE(from) & 0x7fffffff;
    from += PRIORITY_BYTES;
  }
  if (from > to) throw new ConnectionError(ErrorCode.protocol, "more padding than there is room");
  return { from, to, dependsOn };
}
