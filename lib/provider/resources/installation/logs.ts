import type { Guest } from "./guest";

/** What dnsmasq logged about a guest. */
export interface DhcpTrace {
  /** Lines that name the guest, in order. */
  readonly lines: readonly string[];
  readonly hasAddress: boolean;

  /** How often it was refused an address since it last got one. */
  readonly refusals: number;
}

/** Reads the lines about a guest out of dnsmasq's log. */
export function readDhcpLog(text: string, { mac, address }: Guest): DhcpTrace {
  const lines = linesOf(text).filter((line) => line.toLowerCase().includes(mac));
  let hasAddress = false;
  let refusals = 0;
  for (const line of lines) {
    if (/DHCPACK\(/.test(line) && line.split(/\s+/).includes(address)) {
      hasAddress = true;
      refusals = 0;
    } else if (/DHCPNAK\(|no address available|\bignored\b|address in use/i.test(line)) refusals++;
  }
  return { lines, hasAddress, refusals };
}

/** A request that the guest made to the HTTP server. */
export interface HttpRequest {
  readonly line: string;

  /** Seconds since 1970; NaN if the line does not tell. */
  readonly time: number;
  readonly method: string;
  readonly uri: string;
  readonly status: number;
}

/** `time address "method uri protocol" status …`; the quotes and the protocol may be missing. */
const REQUEST = /^(\S+) (\S+) "?([A-Z]+) (\S+)(?: HTTP\/[\d.]+)?"? (\d{3})(?: |$)/;

/** Reads a guest's requests out of the HTTP log. */
export function readHttpLog(text: string, { address }: Guest): readonly HttpRequest[] {
  return linesOf(text).flatMap((line) => {
    const [, time = "", from, method = "", uri = "", status = ""] = REQUEST.exec(line) ?? [];
    return from === address ? [{ line, time: Date.parse(time) / 1000, method, uri, status: Number(status) }] : [];
  });
}

function linesOf(text: string): readonly string[] {
  return text.split("\n").filter((line) => line !== "");
}

/** The last lines of a text as an error may show them: short, and without control characters. */
export function lastLines(text: string, count = 5): readonly string[] {
  return linesOf(text.replaceAll("\r", "\n"))
    .slice(-count)
    .map((line) => line.replaceAll(/[^\x20-\x7e\u00a0-\uffff]/g, "?"))
    .map((line) => (line.length > 200 ? `${line.slice(0, 199)}…` : line));
}
