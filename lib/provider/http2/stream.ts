/** What takes in a request's body. */
export interface Body {
  /** @param piece is good for as long as the call lasts, and longer if it is kept */
  add(piece: Buffer): void;
  /** Nothing more is to come. */
  end(): void;
}

/** One request and its answer; RFC 9113, section 5.1. A stream that is closed is forgotten. */
export class Stream {
  body: Body | undefined;
  /** Octets of the body so far. */
  received = 0;
  /** Nothing more comes from the client. */
  isReceived = false;
  /** The header of the answer has been sent. */
  isAnswered = false;
  /** It will never be answered to the end: nobody waits for it. */
  isSilent = false;
  /** It is of no use any more to answer. */
  isGone = false;
  /** What of the answer waits until the client takes more; RFC 9113, section 5.2. */
  waiting: { readonly body: Uint8Array; sent: number; readonly trailer: Buffer } | undefined;

  /**
   * @param expected octets of the body, if the header has said
   * @param window octets of a body that the client takes for now
   */
  constructor(
    readonly id: number,
    readonly path: string,
    readonly expected: number | undefined,
    public window: number,
  ) {}
}
