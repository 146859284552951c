import { RemoteError } from "../remote/failures";
import type { DavResponse } from "./http";

/** What a status means to who set the server up, and what to do. */
const ADVICE: Readonly<Record<number, string>> = {
  401: "The server does not accept the credentials: check username and password_file, token_file or the client certificate.",
  403: "These credentials may not do this: allow it in the server's configuration.",
  405: "The server does not do this here: is WebDAV on for this URL?",
  409: "A folder above it is missing, or a file is in a folder's place.",
  412: "Somebody else has changed the file meanwhile: plan again and look at what has changed.",
  413: "The file is larger than the server takes.",
  423: "Somebody holds a lock on it: wait until it is released, and apply again.",
  501: "The server does not do this: is it a WebDAV server?",
  507: "There is no space left on the server.",
};

/** An answer that is none of those that were hoped for. What the server writes into its body is not shown: it is a page. */
export function refusedBy(what: string, { status, headers }: DavResponse): RemoteError {
  const target = status >= 300 && status < 400 ? ` It points to ${headers.location ?? "nowhere"}: use that URL.` : "";
  const advice = ADVICE[status] === undefined ? "" : ` ${ADVICE[status]}`;
  return new RemoteError(what, new Error(`the server answers ${status}.${target}${advice}`), status);
}

/** Statuses of proxies whose server is not up yet, and of servers that are busy. */
export function isPassingStatus(status: number): boolean {
  return [502, 503, 504].includes(status);
}
