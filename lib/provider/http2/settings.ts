import { ConnectionError, ErrorCode } from "./errors";
import { frameOf, FrameType, MAX_FRAME_BYTES } from "./frames";
import { MAX_WINDOW, type Sender } from "./sender";
import type { Stream } from "./stream";

/** RFC 9113, section 6.5.2. */
const Setting = { enablePush: 0x2, initialWindowSize: 0x4, maxFrameSize: 0x5 } as const;

/** A number of 16 bits and its value of 32. */
const SETTING_BYTES = 6;

const LARGEST_FRAME = 2 ** 24 - 1;

/** What we tell a client: each stream may send as much as it likes. */
export function ownSettings(): Buffer {
  const payload = Buffer.alloc(SETTING_BYTES);
  payload.writeUInt16BE(Setting.initialWindowSize, 0);
  payload.writeUInt32BE(MAX_WINDOW, 2);
  return frameOf(FrameType.settings, 0, 0, payload);
}

/**
 * Does as a client's settings say. Only its window matters to us: we send no larger frames than each has to take, push
 * nothing, and have nothing remembered of our headers.
 *
 * @throws ConnectionError for a value that cannot be
 */
export function applySettings(payload: Buffer, sender: Sender, streams: Iterable<Stream>): void {
  if (payload.length % SETTING_BYTES !== 0) throw new ConnectionError(ErrorCode.frameSize, "a setting is cut off");
  for (let at = 0; at < payload.length; at += SETTING_BYTES) {
    const value = payload.readUInt32BE(at + 2);
    switch (payload.readUInt16BE(at)) {
      case Setting.enablePush:
        if (value > 1) throw new ConnectionError(ErrorCode.protocol, "to push is to be 0 or 1");
        break;
      case Setting.maxFrameSize:
        if (value < MAX_FRAME_BYTES || value > LARGEST_FRAME) {
          throw new ConnectionError(ErrorCode.protocol, `frames of ${value} octets`);
        }
        break;
      case Setting.initialWindowSize:
        widenAll(value, sender, streams);
    }
  }
}

/** Streams that are open grow, or shrink, by the difference, even below zero: RFC 9113, section 6.9.2. */
function widenAll(window: number, sender: Sender, streams: Iterable<Stream>): void {
  if (window > MAX_WINDOW) throw new ConnectionError(ErrorCode.flowControl, "the window is too large");
  const difference = window - sender.initialWindow;
  sender.initialWindow = window;
  for (const stream of streams) {
    if (stream.window + difference > MAX_WINDOW)
      throw new ConnectionError(ErrorCode.flowControl, "the window is too large");
    sender.widen(stream, difference);
  }
}
