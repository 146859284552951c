import { neededFor } from "../../values/privileges";

/** Proxmox has answered with an error. */
export class ProxmoxError extends Error {
  override readonly name = "ProxmoxError";

  /**
   * @param reason what Proxmox says
   * @param fields what it says of single parameters
   */
  constructor(
    readonly method: string,
    readonly path: string,
    readonly status: number,
    readonly reason: string,
    readonly fields: Readonly<Record<string, string>>,
    readonly tokenId: string,
    /** Whether the token was accepted before, by the same process. */
    wasAccepted = false,
  ) {
    super([`${method} ${path}: ${status} ${reason}`, ...Object.entries(fields).map(fieldLine), ...hint()].join("\n"));

    function hint(): readonly string[] {
      if (status === 401 && wasAccepted) return [endedToken(tokenId)];
      if (status === 401)
        return [`Proxmox does not accept the API token "${tokenId}": is its secret right, and is it still valid?`];
      if (status === 403) return [missingPrivilege(reason, tokenId)];
      return HINTS.filter(([words]) => words.test(reason)).map(([, text]) => text);
    }
  }

  /** Whether the thing that was asked for is not there. Proxmox says so by 404, or by 500 and words. */
  get notFound(): boolean {
    return this.status === 404 || (this.status >= 400 && /\bno such\b|does(?: not|n't) exist/i.test(this.reason));
  }
}

/** What to do about refusals that say what is wrong and not why. */
const HINTS: readonly (readonly [RegExp, string])[] = [
  [
    /hostname lookup '[^']*' failed|no such cluster node/i,
    "The cluster has no node of that name, or it has left: `pvesh get /nodes` lists the nodes.",
  ],
  [
    /VM is locked/i,
    "Something else works on the VM, such as a backup or a migration: wait for it and apply again. If nothing does, `qm unlock` on its node frees it.",
  ],
  [/can't lock file .* got timeout/i, "Another task holds the VM: wait for it, and apply again."],
];

function endedToken(tokenId: string): string {
  const [user = "", name = ""] = tokenId.split("!");
  return `Proxmox accepts the API token "${tokenId}" no longer: it has ended, or was removed, while this ran. Let it last longer, \`pveum user token modify ${user} ${name} --expire 0\` on a node, or set a new one; then apply again, which goes on from what is done.`;
}

function fieldLine([name, text]: readonly [string, string]): string {
  return `  ${name}: ${text.trim()}`;
}

/** Proxmox names what is missing as `Permission check failed (/vms/102, VM.Allocate)`, with `|` between alternatives. */
function missingPrivilege(reason: string, tokenId: string): string {
  const found = /\((\/[^,()]*),\s*([^()]+)\)/.exec(reason);
  if (found === null) return `The API token "${tokenId}" may not do this.`;
  const [, path = "", privileges = ""] = found;
  const all = privileges.split("|");
  const [use] = all.flatMap((privilege) => neededFor(privilege.trim(), path) ?? []);
  const why = use === undefined ? "" : `, which it needs to ${use}`;
  return `The API token "${tokenId}" lacks ${all.join(" or ")} on ${path}${why}. A token with privilege separation has only what was given to the token itself.`;
}

/** No answer came: the server could not be reached or trusted, or the connection broke. */
export class ConnectionError extends Error {
  override readonly name = "ConnectionError";
  readonly code: string;

  constructor(
    readonly endpoint: string,
    /** Whether the server may have acted on the request all the same. */
    readonly sent: boolean,
    cause: Error,
  ) {
    const code = codeOf(cause);
    super([`no answer from ${endpoint}: ${cause.message}`, ...adviceOn(code)].join("\n"), { cause });
    this.code = code;
  }

  /** Whether trying again may help: a certificate does not get better. */
  get passing(): boolean {
    return !CERTIFICATE.test(this.code);
  }
}

const CERTIFICATE = /CERT|SELF_SIGNED|ERR_TLS|UNABLE_TO|ERR_SSL|EPROTO/;

/** What is wrong when no connection comes about, and what to set. */
const ADVICE: readonly (readonly [RegExp, string])[] = [
  [
    /CERT_HAS_EXPIRED|CERT_NOT_YET_VALID/,
    "The server's certificate is out of date, or this machine's clock is wrong. On the node, `pvecm updatecerts --force` makes a new one.",
  ],
  [
    /FINGERPRINT/,
    "If the certificate was renewed, compare with what the node itself says, `openssl x509 -noout -fingerprint -sha256 -in /etc/pve/local/pve-ssl.pem` (pveproxy-ssl.pem if there is one), and write that into fingerprint (PROXMOX_VE_FINGERPRINT). If it was not, somebody is in between.",
  ],
  [
    /ALTNAME/,
    "The server's certificate was made for other names than the one in the endpoint: write one of those into endpoint (PROXMOX_VE_ENDPOINT).",
  ],
  [
    /EPROTO|ERR_SSL/,
    "The server does not speak TLS there: is the port in the endpoint that of the API, 8006, and nothing in between?",
  ],
  [
    CERTIFICATE,
    "The server's certificate is not trusted. Give the provider the cluster's own CA: ca_certificate, or PROXMOX_VE_CA_FILE; on a node it is /etc/pve/pve-root-ca.pem.",
  ],
  [/ENOTFOUND|EAI_AGAIN/, "The name in the endpoint (PROXMOX_VE_ENDPOINT) is not known here: correct it, or the DNS."],
  [
    /ECONNREFUSED|EHOSTUNREACH|ENETUNREACH|ETIMEDOUT/,
    "Is the endpoint (PROXMOX_VE_ENDPOINT) right, the node up, and its port 8006 open to this machine?",
  ],
];

function adviceOn(code: string): readonly string[] {
  return ADVICE.filter(([codes]) => codes.test(code))
    .slice(0, 1)
    .map(([, text]) => text);
}

/**
 * Statuses of what stands before the API: 502, 503 and 504 of a proxy, and those by which one node says that it did not
 * get through to another. 595 is the one that tells for certain that the request never arrived.
 */
const IN_BETWEEN = new Set([502, 503, 504, 595, 596, 597, 598, 599]);
const NEVER_ARRIVED = 595;

/** Whether the same request may be answered when it is sent again a little later. */
export function isPassing(error: unknown): boolean {
  if (error instanceof ConnectionError) return error.passing;
  return error instanceof ProxmoxError && IN_BETWEEN.has(error.status);
}

/** Whether a request that failed has certainly not reached the API, so that it can be sent again whatever it does. */
export function neverArrived(error: unknown): boolean {
  if (error instanceof ConnectionError) return !error.sent && error.passing;
  return error instanceof ProxmoxError && error.status === NEVER_ARRIVED;
}

/** Whether what was asked for may have been done, though no answer says so. */
export function mayBeDone(error: unknown): boolean {
  if (error instanceof ConnectionError) return error.sent;
  return error instanceof ProxmoxError && IN_BETWEEN.has(error.status) && error.status !== NEVER_ARRIVED;
}

/** The file that was being uploaded could not be read to its end. */
export class SourceError extends Error {
  override readonly name = "SourceError";
}

/** A task has ended with an error, or has not ended at all. */
export class TaskError extends Error {
  override readonly name = "TaskError";

  constructor(
    readonly upid: string,
    readonly exitStatus: string,
    log: readonly string[],
  ) {
    const tail = log.length === 0 ? [] : ["The end of its log:", ...log.map((line) => `  ${line}`)];
    super([`task ${taskType(upid)} on node ${taskNode(upid)}: ${exitStatus}`, ...tail].join("\n"));
  }
}

/** The node in `UPID:node:pid:pstart:starttime:type:id:user:`. */
export function taskNode(upid: string): string {
  return upid.split(":")[1] ?? "";
}

/** What the task does, such as `qmstart`. */
export function taskType(upid: string): string {
  return upid.split(":")[5] ?? "";
}

/** Node's name of a failed system call or of what is wrong with a certificate; empty if it has none. */
export function codeOf(error: unknown): string {
  const named = typeof error === "object" && error !== null && "code" in error;
  return named && typeof error.code === "string" ? error.code : "";
}

/** Takes what was thrown for an error, also where `instanceof` does not: of an abort, or of another realm. */
export function toError(thrown: unknown): Error {
  const like = typeof thrown === "object" && thrown !== null && "name" in thrown && "message" in thrown;
  return like ? (thrown as Error) : new Error(String(thrown));
}

export function isNotFound(error: unknown): boolean {
  return error instanceof ProxmoxError && error.notFound;
}
