/** Why a stream or a whole connection ends; RFC 9113, section 7. */
export const ErrorCode = {
  noError: 0x0,
  protocol: 0x1,
  internal: 0x2,
  flowControl: 0x3,
  streamClosed: 0x5,
  frameSize: 0x6,
  refusedStream: 0x7,
  compression: 0x9,
  enhanceYourCalm: 0xb,
} as const;

export type ErrorCode = (typeof ErrorCode)[keyof typeof ErrorCode];

/** What the peer did after which nothing more that it says can be understood: the connection has to end. */
export class ConnectionError extends Error {
  override readonly name = "ConnectionError";

  /** @param what plain English, sent along as debug data */
  constructor(
    readonly code: ErrorCode,
    what: string,
  ) {
    super(what);
  }
}
