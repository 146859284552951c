import { RemoteError } from "../../remote/failures";
import { STATUS } from "../../sftp/packets";
import type { SftpSession } from "../../sftp/session";
import { DNSMASQ_LOG, type Guest, HTTP_LOG, logFolder } from "./guest";
import { type DhcpTrace, type HttpRequest, readDhcpLog, readHttpLog } from "./logs";

/** The stages of an install, in order. */
export const STAGES = ["published", "DHCP", "iPXE", "config checked", "written", "booted", "reported"] as const;
export type Stage = (typeof STAGES)[number];

/** All that the install VM knows about a guest that has not reported. */
export interface Evidence {
  /** Last stage that the guest has reached. */
  readonly reached: Stage;
  readonly dhcp: DhcpTrace;
  readonly requests: readonly HttpRequest[];

  /** Logs that exist and could not be read. */
  readonly unreadable: readonly string[];

  /** What the guest said when it gave up; undefined if it did not. */
  readonly failure: string | undefined;
}

/** Where the logs ended when an attempt began: what stands before is of an earlier attempt. */
export interface LogMarks {
  readonly dnsmasq: number;
  readonly http: number;
}

const TAIL = 128 * 1024;
const LARGEST_MARKER = 16 * 1024;

export async function markLogs(session: SftpSession): Promise<LogMarks> {
  const [dnsmasq, http] = await Promise.all([session.stat(DNSMASQ_LOG), session.stat(HTTP_LOG)]);
  return { dnsmasq: dnsmasq?.size ?? 0, http: http?.size ?? 0 };
}

/**
 * Collects what is known of a guest's way.
 *
 * @param marks given if the guest was restarted by us: then only what was said after that counts
 */
export async function collectEvidence(session: SftpSession, guest: Guest, marks?: LogMarks): Promise<Evidence> {
  const [dnsmasqLog, httpLog, markers, published] = await Promise.all([
    tail(session, DNSMASQ_LOG, marks?.dnsmasq),
    tail(session, HTTP_LOG, marks?.http),
    session.list(logFolder(guest)),
    session.stat(`/ignition/${guest.vmId}.ign/${guest.address}`),
  ]);
  const dhcp = readDhcpLog(textOf(dnsmasqLog), guest);
  const requests = readHttpLog(textOf(httpLog), guest);
  const isFresh = (stage: string): boolean =>
    marks === undefined || requests.some((one) => isMarker(one, guest, stage));
  const said = new Set(markers.map(({ name }) => name).filter(isFresh));
  return {
    // Both clocks are the install VM's: what is older than the published config is of an earlier install.
    reached: reachedStage(
      said,
      dhcp,
      requests.filter(({ time }) => !(time < (published?.mtime ?? 0) - 2)),
    ),
    dhcp,
    requests,
    unreadable: [...(dnsmasqLog === UNREADABLE ? [DNSMASQ_LOG] : []), ...(httpLog === UNREADABLE ? [HTTP_LOG] : [])],
    failure: said.has("failed") ? await markerText(session, `${logFolder(guest)}/failed`) : undefined,
  };
}

function reachedStage(said: ReadonlySet<string>, dhcp: DhcpTrace, requests: readonly HttpRequest[]): Stage {
  if (said.has("booted")) return "booted";
  if (said.has("written")) return "written";
  if (said.has("checked")) return "config checked";
  if (said.has("live") || said.has("failed") || requests.some(({ status }) => status === 200)) return "iPXE";
  return dhcp.hasAddress || requests.length > 0 ? "DHCP" : "published";
}

function isMarker({ method, uri, status }: HttpRequest, guest: Guest, stage: string): boolean {
  return method === "PUT" && uri === `${logFolder(guest)}/${stage}` && status < 300;
}

/** Stands for a log that the SFTP user may not read: the wait goes on without it. */
const UNREADABLE = Symbol("unreadable");

async function tail(session: SftpSession, path: string, mark = 0): Promise<string | typeof UNREADABLE> {
  const size = (await session.stat(path))?.size ?? 0;
  const isRotated = size < mark;
  const length = Math.min(TAIL, isRotated ? size : size - mark);
  if (length <= 0) return "";
  try {
    const text = (await session.readTail(path, length))?.toString("utf8") ?? "";
    // The first line is cut off, unless the tail begins where a line does.
    return length === TAIL ? text.slice(text.indexOf("\n") + 1) : text;
  } catch (error) {
    if (error instanceof RemoteError && error.code === STATUS.permissionDenied) return UNREADABLE;
    throw error;
  }
}

function textOf(log: string | typeof UNREADABLE): string {
  return log === UNREADABLE ? "" : log;
}

async function markerText(session: SftpSession, path: string): Promise<string> {
  return (await session.readTail(path, LARGEST_MARKER))?.toString("utf8") ?? "";
}
