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
export function readDhcpLog(text: string, { mac, address }: Guest, since: number): DhcpTrace {
  const lines = linesOf(text).filter(
    (line) => line.toLowerCase().includes(mac) && !isBefore(syslogTime(line, since), since),
  );
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
  readonly method: string;
  readonly uri: string;
  readonly status: number;
}

/** Reads a guest's requests out of the HTTP log: `time address method uri status` on each line. */
export function readHttpLog(text: string, { address }: Guest, since: number): readonly HttpRequest[] {
  return linesOf(text).flatMap((line) => {
    const [time = "", from, method = "", uri = "", status = ""] = line.split(" ");
    if (from !== address || isBefore(Date.parse(time) / 1000, since)) return [];
    return [{ line, method, uri, status: Number(status) }];
  });
}

function linesOf(text: string): readonly string[] {
  return text.split("\n").filter((line) => line !== "");
}

/** Two seconds of grace, since one of the clocks counts whole seconds. What has no time is never too old. */
function isBefore(time: number, since: number): boolean {
  return time < since - 2;
}

/** `Nov 22 03:55:24` in UTC, of the year that brings it closest to `near`; NaN for a line without a time. */
function syslogTime(line: string, near: number): number {
  const match = /^([A-Z][a-z]{2}) {1,2}(\d{1,2} \d\d:\d\d:\d\d) /.exec(line);
  if (match === null) return Number.NaN;
  const year = new Date(near * 1000).getUTCFullYear();
  const times = [year - 1, year, year + 1].map(
    (one) => Date.parse(`${match[1]} ${match[2]?.replace(" ", ` ${one} `)} UTC`) / 1000,
  );
  return times.reduce((best, time) => (Math.abs(time - near) < Math.abs(best - near) ? time : best));
}

/** The last lines of a text as an error may show them: short, and without control characters. */
export function lastLines(text: string, count = 5): readonly string[] {
  return linesOf(text.replaceAll("\r", "\n"))
    .slice(-count)
    .map((line) => line.replaceAll(/[^\x20-\x7e\u00a0-\uffff]/g, "?"))
    .map((line) => (line.length > 200 ? `${line.slice(0, 199)}…` : line));
}
