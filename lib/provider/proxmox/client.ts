import { z } from "zod";
import { bareUrl } from "../../values/bare-url";
import { encodeParameters, apiPath, type ClusterVm, type Parameters, type ProxmoxApi, type Upload } from "./api";
import { parseAnswer } from "./answer";
import { codeOf, ConnectionError, isPassing, neverArrived, ProxmoxError, SourceError, toError } from "./errors";
import { multipartBody } from "./multipart";
import { SharedListing } from "./shared-listing";
import { waitForTask } from "./task";
import type { TlsOptions } from "../tls/agent";
import { httpsTransport, type HttpRequest, type HttpResponse, type Transport } from "./transport";
import { pause } from "./wait";
import { parseFingerprint, FINGERPRINT_FORM } from "../tls/fingerprint";
import { refuseUnreadable } from "../tls/certificates";

export interface ProxmoxSettings {
  /** `https://host:8006`. */
  readonly endpoint: string;
  /** `user@realm!name=secret`. */
  readonly apiToken: string;
  /** Certificates to trust instead of the system's, in PEM. */
  readonly caCertificate?: string | undefined;
  /** sha256 of the certificate that the endpoint shows, with or without colons: any other is refused. */
  readonly fingerprint?: string | undefined;
  /** Trusts any certificate. */
  readonly insecure?: boolean | undefined;
  /**
   * What carries the requests.
   *
   * @default - HTTPS to the endpoint
   */
  readonly transport?: Transport | undefined;
}

const Listing = z.array(
  z.object({
    vmid: z.number(),
    type: z.string(),
    node: z.string(),
    status: z.string().default("unknown"),
    name: z.string().optional(),
    pool: z.string().optional(),
  }),
);
const RESOURCES = "/cluster/resources";
const Failure = z.object({ message: z.string().optional(), errors: z.record(z.string(), z.unknown()).optional() });
const NOT_PROXMOX =
  "the answer is not one of the Proxmox API: is something else at the endpoint, or a proxy or login page in between?";
const TOKEN = /^([^\s=!@]+@[^\s=!@]+![^\s=!@]+)=(\S+)$/;
const ATTEMPTS = 3;
const IDLE_MS = 120_000;
const UPLOAD_IDLE_MS = 600_000;

/** @throws Error if the endpoint or the token has not the right form; never with the token's secret */
export function connectProxmox(settings: ProxmoxSettings): ProxmoxApi {
  return new ProxmoxClient(settings);
}

class ProxmoxClient implements ProxmoxApi {
  readonly tokenId: string;
  readonly #token: string;
  readonly #secret: string;
  readonly #endpoint: URL;
  readonly #transport: Transport;
  #wasAccepted = false;
  readonly #listing: SharedListing<readonly ClusterVm[]>;

  constructor(settings: ProxmoxSettings) {
    this.#endpoint = parseEndpoint(settings.endpoint);
    const [, tokenId, secret] = TOKEN.exec(settings.apiToken.trim()) ?? [];
    if (tokenId === undefined || secret === undefined) {
      throw new Error("the Proxmox API token has not the form user@realm!name=secret");
    }
    this.tokenId = tokenId;
    this.#secret = secret;
    this.#token = `PVEAPIToken=${tokenId}=${secret}`;
    this.#transport = settings.transport ?? httpsTransport(this.#endpoint, tlsOf(settings));
    this.#listing = new SharedListing(async () =>
      parseAnswer(Listing, await this.get(RESOURCES, { type: "vm" }), RESOURCES).map((vm) => ({
        ...vm,
        name: vm.name,
        pool: vm.pool,
      })),
    );
  }

  async get(path: string, parameters: Parameters = {}, signal?: AbortSignal): Promise<unknown> {
    return repeated(() => this.#call("GET", path, { query: encodeParameters(parameters), signal }), isPassing, signal);
  }

  post(path: string, parameters: Parameters = {}, signal?: AbortSignal): Promise<unknown> {
    return this.#change("POST", path, { form: encodeParameters(parameters), signal });
  }

  put(path: string, parameters: Parameters = {}, signal?: AbortSignal): Promise<unknown> {
    return this.#change("PUT", path, { form: encodeParameters(parameters), signal });
  }

  delete(path: string, parameters: Parameters = {}, signal?: AbortSignal): Promise<unknown> {
    return this.#change("DELETE", path, { query: encodeParameters(parameters), signal });
  }

  async upload(upload: Upload, signal?: AbortSignal): Promise<string> {
    try {
      const { contentType, contentLength, bytes } = multipartBody(upload);
      const answer = await this.#change("POST", apiPath`/nodes/${upload.node}/storage/${upload.storage}/upload`, {
        headers: { "Content-Type": contentType, "Content-Length": String(contentLength) },
        body: bytes,
        idleMs: UPLOAD_IDLE_MS,
        signal,
      });
      return String(answer);
    } finally {
      upload.stream.destroy();
    }
  }

  async waitForTask(upid: unknown, signal?: AbortSignal): Promise<void> {
    if (typeof upid !== "string" || !upid.startsWith("UPID:")) return;
    try {
      await waitForTask(this, upid, signal);
    } finally {
      this.#listing.forget();
    }
  }

  async listVms(signal?: AbortSignal, fresh?: "fresh"): Promise<readonly ClusterVm[]> {
    if (fresh !== undefined) this.#listing.forget();
    signal?.throwIfAborted();
    return this.#listing.get(signal);
  }

  async #change(method: HttpRequest["method"], path: string, options: CallOptions): Promise<unknown> {
    this.#listing.forget();
    try {
      // The bytes of an upload can be sent only once.
      if (options.body !== undefined) return await this.#call(method, path, options);
      return await repeated(() => this.#call(method, path, options), neverArrived, options.signal);
    } finally {
      this.#listing.forget();
    }
  }

  async #call(method: HttpRequest["method"], path: string, options: CallOptions): Promise<unknown> {
    const { query = "", form, body = form, headers = {}, signal, idleMs = IDLE_MS } = options;
    const formHeaders =
      form === undefined
        ? {}
        : {
            "Content-Type": "application/x-www-form-urlencoded",
            "Content-Length": String(Buffer.byteLength(form)),
          };
    let response: HttpResponse;
    try {
      response = await this.#transport({
        method,
        path: `/api2/json${path}${query === "" ? "" : `?${query}`}`,
        headers: { Accept: "application/json", Authorization: this.#token, ...formHeaders, ...headers },
        ...(body === undefined ? {} : { body }),
        signal,
        idleMs,
      });
    } catch (error) {
      signal?.throwIfAborted();
      if (error instanceof SourceError) throw error;
      throw new ConnectionError(this.#endpoint.origin, wasSent(error), toError(error));
    }
    return this.#decode(method, path, response);
  }

  #decode(method: string, path: string, { status, reason, body }: HttpResponse): unknown {
    const answer = parseJson(body);
    if (status >= 200 && status < 300) {
      this.#wasAccepted = true;
      if (typeof answer === "object" && answer !== null && "data" in answer) return answer.data;
      throw new ProxmoxError(method, path, status, NOT_PROXMOX, {}, this.tokenId);
    }
    const { message = "", errors = {} } = Failure.safeParse(answer).data ?? {};
    const clean = (text: string): string => text.replaceAll(this.#secret, "…").trim();
    const said = clean(message) || clean(reason);
    const fields = Object.fromEntries(Object.entries(errors).map(([name, text]) => [name, clean(String(text))]));
    throw new ProxmoxError(method, path, status, said, fields, this.tokenId, this.#wasAccepted);
  }
}

interface CallOptions {
  readonly query?: string;
  readonly form?: string;
  readonly body?: HttpRequest["body"];
  readonly headers?: Readonly<Record<string, string>>;
  readonly idleMs?: number;
  readonly signal: AbortSignal | undefined;
}

/** Sends a request again, a few times, where it may be. */
async function repeated<T>(
  send: () => Promise<T>,
  mayBeRepeated: (error: unknown) => boolean,
  signal: AbortSignal | undefined,
): Promise<T> {
  for (let attempt = 1; ; attempt++) {
    try {
      return await send();
    } catch (error) {
      if (attempt >= ATTEMPTS || !mayBeRepeated(error)) throw error;
      await pause(attempt * 3, signal);
    }
  }
}

/** Whether the request may have reached the server: not if there was never a connection. */
function wasSent(error: unknown): boolean {
  const code = codeOf(error);
  return !/^(ECONNREFUSED|ENOTFOUND|EAI_AGAIN|EHOSTUNREACH|ENETUNREACH)$|CERT|SELF_SIGNED|ERR_TLS|UNABLE_TO/.test(code);
}

function parseEndpoint(text: string): URL {
  const url = URL.canParse(text) ? new URL(text) : undefined;
  const bare = url !== undefined && /^(\/|\/api2\/json\/?)$/.test(url.pathname) && url.search === "" && url.hash === "";
  if (url?.protocol !== "https:" || !bare || url.username !== "") {
    throw new Error(`"${bareUrl(text)}" is not the endpoint of a Proxmox API: https://host:8006 is the form`);
  }
  return url;
}

function tlsOf({ caCertificate: ca, fingerprint, insecure }: ProxmoxSettings): TlsOptions {
  if (ca !== undefined) refuseUnreadable(ca, "ca_certificate (or the file that PROXMOX_VE_CA_FILE names)");
  if (fingerprint === undefined) return { ca, insecure };
  const pinned = parseFingerprint(fingerprint);
  if (pinned === undefined)
    throw new Error(`fingerprint (or PROXMOX_VE_FINGERPRINT) is "${fingerprint}", and has to be ${FINGERPRINT_FORM}`);
  if (insecure === true)
    throw new Error("insecure and a fingerprint contradict each other: remove insecure, the fingerprint is enough");
  return { ca, fingerprint: pinned };
}

function parseJson(text: string): unknown {
  try {
    return JSON.parse(text) as unknown;
  } catch {
    return undefined;
  }
}
