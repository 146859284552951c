import type { Readable } from "node:stream";

/** One parameter of a call. `undefined` is left out; booleans travel as 1 and 0, as Proxmox wants them. */
export type Parameter = string | number | boolean | undefined;
export type Parameters = Readonly<Record<string, Parameter>>;

/** One line of the cluster's list of guests. */
export interface ClusterVm {
  readonly vmid: number;
  /** `qemu`, or `lxc` for a container: both share one range of ids. */
  readonly type: string;
  readonly node: string;
  /** `running`, `stopped` or `unknown`; on a real cluster up to ten seconds old. */
  readonly status: string;
  readonly name: string | undefined;
  readonly pool: string | undefined;
}

/** A file on its way into a datastore. Its length has to be known, since Proxmox takes no chunked upload. */
export interface Upload {
  readonly node: string;
  readonly storage: string;
  readonly content: "iso";
  readonly fileName: string;
  readonly size: number;
  /** Proxmox compares it after the upload and refuses the file if it differs. */
  readonly sha256?: string;
  readonly stream: Readable;
  /** Called as bytes are sent. */
  readonly onProgress?: (sent: number) => void;
}

/**
 * The part of the Proxmox VE API that the provider uses.
 *
 * Paths begin after `/api2/json` and are made by {@link apiPath}. Answers are the `data` of the response, not checked.
 */
export interface ProxmoxApi {
  /** `user@realm!name` of the API token, without its secret. */
  readonly tokenId: string;

  /** Repeated after a failed connection. */
  get(path: string, parameters?: Parameters, signal?: AbortSignal): Promise<unknown>;
  post(path: string, parameters?: Parameters, signal?: AbortSignal): Promise<unknown>;
  put(path: string, parameters?: Parameters, signal?: AbortSignal): Promise<unknown>;
  delete(path: string, parameters?: Parameters, signal?: AbortSignal): Promise<unknown>;

  /** Streams a file in constant memory and answers the id of the task that moves it into place. */
  upload(upload: Upload, signal?: AbortSignal): Promise<string>;

  /**
   * Waits until a task has ended.
   *
   * @param upid what the call that started the task has answered; anything else means that it started none
   * @throws TaskError with the end of the task's log if it did not end well
   */
  waitForTask(upid: unknown, signal?: AbortSignal): Promise<void>;

  /**
   * All guests of the cluster that the token may see. Callers at the same time share one request.
   *
   * @param fresh asks again, whatever others have been told a moment ago
   */
  listVms(signal?: AbortSignal, fresh?: "fresh"): Promise<readonly ClusterVm[]>;
}

/** Writes a path; each value becomes one segment, whatever characters it holds. */
export function apiPath(literals: TemplateStringsArray, ...values: readonly (string | number)[]): string {
  return literals
    .map((literal, index) => literal + (index < values.length ? encodeURIComponent(String(values[index])) : ""))
    .join("");
}

/** Writes parameters as a form or a query. */
export function encodeParameters(parameters: Parameters): string {
  const form = new URLSearchParams();
  for (const [name, value] of Object.entries(parameters)) {
    if (value !== undefined) form.append(name, typeof value === "boolean" ? (value ? "1" : "0") : String(value));
  }
  return form.toString();
}
