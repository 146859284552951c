/** Who sent a request. */
export interface Caller {
  /** `name@realm`. */
  readonly user: string;

  /** `name@realm!token`. Callers come with tokens only: the lab has no passwords. */
  readonly tokenId: string;
}
