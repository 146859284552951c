/** What a netbooting machine broadcasts. */
export interface DhcpRequest {
  /** Lower-case, with colons. */
  readonly mac: string;
  readonly vendorClass: string;

  /** Option 93: 0 BIOS, 7 UEFI by TFTP, 16 UEFI by HTTP. */
  readonly architecture: number;

  /** Numbers of other options that the request carries: 175 is iPXE's. */
  readonly options: readonly number[];
  readonly userClass?: string;
}

/** A lease. */
export interface DhcpReply {
  readonly address: string;
  readonly server: string;
  readonly hostname?: string;
  readonly bootFile?: string;

  /** `3` → value, and encapsulated ones as `128.2` → value, as iPXE names them. */
  readonly options: ReadonlyMap<string, string>;
}

/** A server on a bridge; undefined means that it gave no lease. */
export interface DhcpServer {
  answer(request: DhcpRequest): DhcpReply | undefined;
}
