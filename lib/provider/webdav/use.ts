import { setMaxListeners } from "node:events";
import { readFileSync } from "node:fs";
import { setTimeout as sleep } from "node:timers/promises";
import { causesOf } from "../framework/report";
import { DiagnosticError } from "../framework/values";
import { codeOf, toError } from "../proxmox/errors";
import { isPassingCode, unreachable } from "../remote/failures";
import { refuseUnreadable } from "../tls/certificates";
import { tlsAgent } from "../tls/agent";
import { FINGERPRINT_FORM, parseFingerprint } from "../tls/fingerprint";
import { isPassingStatus, refusedBy } from "./failures";
import { davSender, type Send } from "./http";
import { Operations } from "./operations";
import { labelOfWebdav, type WebdavConfig, type WebdavSecrets } from "./server-config";
import { WebdavTransport } from "./transport";

export interface UseOptions {
  /** Most seconds to wait for a server that is still booting; 0 for a single attempt. */
  readonly waitSeconds: number;
  readonly signal?: AbortSignal;
}

const FIRST_PAUSE_MS = 250;
const LONGEST_PAUSE_MS = 5000;

/** What is wrong where the server is reached but must not be talked to, or does not talk to us. */
const NOT_TRUSTED = /CERT|SELF_SIGNED|ERR_TLS|UNABLE_TO|ERR_SSL|EPROTO|ALTNAME/;

/**
 * Gives `work` the files of a server, once it can be had.
 *
 * @throws ServerUnreachable if it does not answer in time; DiagnosticError if it must not be talked to
 */
export async function useWebdav<T>(
  server: WebdavConfig,
  secrets: WebdavSecrets,
  { waitSeconds, signal = neverAborted() }: UseOptions,
  work: (files: WebdavTransport) => Promise<T>,
): Promise<T> {
  const { agent, authorization } = prepare(server, secrets);
  try {
    const send = davSender(agent, authorization, signal);
    await waitFor(server, send, waitSeconds, signal);
    return await work(new WebdavTransport(new Operations(server.url, send, signal)));
  } finally {
    agent.destroy();
  }
}

function neverAborted(): AbortSignal {
  const { signal } = new AbortController();
  setMaxListeners(0, signal);
  return signal;
}

function prepare(server: WebdavConfig, secrets: WebdavSecrets) {
  try {
    const { caCertificate: ca, fingerprint } = server;
    if (ca !== undefined) refuseUnreadable(ca, "ca_certificate");
    const pinned = fingerprint === undefined ? undefined : parseFingerprint(fingerprint);
    if (fingerprint !== undefined && pinned === undefined) throw new Error(`fingerprint has to be ${FINGERPRINT_FORM}`);
    const client = clientOf(server);
    const agent = tlsAgent({ ca, fingerprint: pinned, client }, { keepAlive: true, maxSockets: 16, timeout: 3000 });
    return { agent, authorization: authorizationOf(server, secrets) };
  } catch (error) {
    throw refusal(server, causesOf(error));
  }
}

function clientOf({ clientCertificateFile, clientKeyFile }: WebdavConfig) {
  if (clientCertificateFile === undefined) return undefined;
  return {
    certificate: readFileSync(clientCertificateFile, "utf8"),
    // Some programs keep both in one file.
    key: readFileSync(clientKeyFile ?? clientCertificateFile, "utf8"),
  };
}

function authorizationOf(server: WebdavConfig, secrets: WebdavSecrets): string | undefined {
  const { username, passwordFile, tokenFile, clientCertificateFile } = server;
  if (username !== undefined) {
    const password = passwordFile === undefined ? secrets.password : secretIn(passwordFile);
    if (password === undefined)
      throw new Error("there is no password: name its file in password_file, or set SLIPWAY_WEBDAV_PASSWORD");
    return `Basic ${Buffer.from(`${username}:${password}`).toString("base64")}`;
  }
  if (tokenFile === undefined && clientCertificateFile !== undefined) return undefined;
  const token = tokenFile === undefined ? secrets.token : secretIn(tokenFile);
  if (token === undefined) return undefined;
  if (!/^[\x21-\x7e]+$/.test(token)) throw new Error("the token holds characters that no token has");
  return `Bearer ${token}`;
}

function secretIn(path: string): string {
  return readFileSync(path, "utf8").trimEnd();
}

/** Asks for the folder until the server answers. What it answers is the matter of whoever asks next, but for what will pass. */
async function waitFor(server: WebdavConfig, send: Send, seconds: number, signal: AbortSignal): Promise<void> {
  const deadline = Date.now() + seconds * 1000;
  for (let pause = FIRST_PAUSE_MS; ; pause = Math.min(pause * 2, LONGEST_PAUSE_MS)) {
    const trouble = await attempt(server, send, signal);
    if (trouble === undefined) return;
    const left = deadline - Date.now();
    if (left <= 0) throw unreachable(labelOfWebdav(server), seconds, trouble);
    await sleep(Math.min(pause, left), undefined, { signal });
  }
}

/** Why the server cannot be had yet; undefined if it can. */
async function attempt(server: WebdavConfig, send: Send, signal: AbortSignal): Promise<string | undefined> {
  try {
    const answer = await send({ method: "PROPFIND", url: server.url, headers: { Depth: "0" } });
    if (answer.status === 401) throw refusal(server, causesOf(refusedBy("log in", answer)));
    return isPassingStatus(answer.status) ? `It answers ${answer.status}.` : undefined;
  } catch (error) {
    signal.throwIfAborted();
    if (error instanceof DiagnosticError) throw error;
    const code = codeOf(error);
    if (NOT_TRUSTED.test(code)) throw refusal(server, `${toError(error).message}\n${adviceOn(code)}`);
    if (isPassingCode(code) || /socket hang up|silent for/.test(toError(error).message)) return toError(error).message;
    throw unreachable(labelOfWebdav(server), 0, toError(error).message);
  }
}

function adviceOn(code: string): string {
  if (/FINGERPRINT/.test(code))
    return "If its certificate was renewed, compare with what the server itself says, `openssl x509 -noout -fingerprint -sha256 -in` its certificate, and write that into fingerprint. If it was not, somebody is in between.";
  if (/EPROTO|ERR_SSL/.test(code))
    return "Either no TLS is spoken there, or the server wants a client certificate: client_certificate_file.";
  return "Give ca_certificate, the PEM of the authority that signed its certificate, or fingerprint, the certificate's own sha256.";
}

function refusal(server: WebdavConfig, detail: string): DiagnosticError {
  return new DiagnosticError([
    { severity: "error", summary: `Unable to connect to "${labelOfWebdav(server)}"`, detail, path: ["webdav"] },
  ]);
}
