/** What a machine broadcasts that boots from the network, as RFC 2131, RFC 4578 and iPXE have it. */
export interface Discover {
  readonly mac: string;
  /** Option 93; a machine that does not boot from the network sends none. */
  readonly architecture?: number;
  /** Option 60, without what follows the first word. */
  readonly vendorClass?: "PXEClient" | "HTTPClient";
  /** Whether iPXE asks, which sends option 175 and user class "iPXE". */
  readonly ipxe?: boolean;
  /** Port that it asks on: 4011 is that of PXE's boot servers, which are asked by an address. */
  readonly port?: 67 | 4011;
  /** Entry of the PXE menu that it has chosen. */
  readonly bootItem?: number;
}

/** A server's answer. */
export interface Offer {
  readonly xid: number;
  /** 2 is an offer, 5 an acknowledgement. */
  readonly type: number | undefined;
  readonly address: string;
  readonly nextServer: string;
  /** The boot file, wherever in the message it stands. */
  readonly bootFile: string;
  readonly options: ReadonlyMap<number, Buffer>;
}

const COOKIE = Buffer.from([99, 130, 83, 99]);
const OPTIONS_AT = 240;

/** Everything that we want to see in an answer. */
const WANTED = [1, 3, 6, 12, 15, 26, 42, 43, 51, 60, 66, 67, 119, 128];

export function encodeDiscover(discover: Discover, xid: number): Buffer {
  const { architecture, vendorClass, ipxe = false, port = 67, bootItem } = discover;
  const header = Buffer.alloc(OPTIONS_AT);
  header.set([1, 1, 6, 0]);
  header.writeUInt32BE(xid, 4);
  // Broadcast: the machine has no address yet.
  header.writeUInt16BE(0x8000, 10);
  // PXE's boot servers are asked by a machine that has its address.
  if (port === 4011) header.set([10, 20, 0, 200], 12);
  header.set(Buffer.from(discover.mac.replaceAll(":", ""), "hex"), 28);
  header.set(COOKIE, 236);
  const two = (number: number): Buffer => Buffer.from([number >> 8, number & 255]);
  const options: readonly (readonly [number, Buffer])[] = [
    [53, Buffer.from([port === 4011 ? 3 : 1])],
    [55, Buffer.from(WANTED)],
    ...(vendorClass === undefined || architecture === undefined
      ? []
      : [[60, Buffer.from(`${vendorClass}:Arch:${String(architecture).padStart(5, "0")}:UNDI:003016`)] as const]),
    ...(bootItem === undefined ? [] : [[43, Buffer.from([71, 4, ...two(bootItem), 0, 0, 255])] as const]),
    ...(architecture === undefined ? [] : [[93, two(architecture)] as const, [94, Buffer.from([1, 3, 16])] as const]),
    ...(ipxe ? [[77, Buffer.from("iPXE")] as const, [175, Buffer.from([177, 1, 1])] as const] : []),
  ];
  return Buffer.concat([
    header,
    ...options.map(([code, data]) => Buffer.concat([Buffer.from([code, data.length]), data])),
    Buffer.from([255]),
  ]);
}

export function decodeOffer(message: Buffer): Offer {
  const options = decodeOptions(message.subarray(OPTIONS_AT));
  const text = (bytes: Buffer): string => bytes.toString("latin1").replace(/\0.*$/s, "");
  // An option says if the fields for file and server name hold options as well.
  const overload = options.get(52)?.[0] ?? 0;
  if (overload & 1) for (const [code, data] of decodeOptions(message.subarray(108, 236))) options.set(code, data);
  const file = overload & 1 ? "" : text(message.subarray(108, 236));
  return {
    xid: message.readUInt32BE(4),
    type: options.get(53)?.[0],
    address: [...message.subarray(16, 20)].join("."),
    nextServer: [...message.subarray(20, 24)].join("."),
    bootFile: text(options.get(67) ?? Buffer.from(file)),
    options,
  };
}

/** The options within an option: those of 43, or of our own 128. */
export function decodeOptions(bytes: Buffer): Map<number, Buffer> {
  const options = new Map<number, Buffer>();
  for (let at = 0; at < bytes.length;) {
    const code = bytes[at] ?? 255;
    if (code === 255) break;
    if (code === 0) {
      at += 1;
      continue;
    }
    const length = bytes[at + 1] ?? 0;
    options.set(code, Buffer.concat([options.get(code) ?? Buffer.alloc(0), bytes.subarray(at + 2, at + 2 + length)]));
    at += 2 + length;
  }
  return options;
}

/** Addresses of an option, four bytes each. */
export function addressesOf(offer: Offer, code: number): readonly string[] {
  const bytes = offer.options.get(code) ?? Buffer.alloc(0);
  return Array.from({ length: bytes.length / 4 }, (_, index) =>
    [...bytes.subarray(index * 4, index * 4 + 4)].join("."),
  );
}
