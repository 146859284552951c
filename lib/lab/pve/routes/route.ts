import type { Caller } from "../access/caller";
import type { Cluster } from "../cluster";
import type { StagedUpload } from "../http/staged-upload";
import type { Parameters } from "../parameters/parameter";
import type { Values } from "../parameters/values";

/** One call of the API, under its path in the API description. */
export interface Route {
  readonly method: "GET" | "POST" | "PUT" | "DELETE";

  /** With placeholders, as `/nodes/{node}/qemu`. The last placeholder takes the rest of the path if `greedy`. */
  readonly path: string;

  /** Those in the path included. */
  readonly parameters: Parameters;

  /** What the caller needs before anything else is looked at. @default - any known caller; the handler checks the rest */
  readonly permission?: Permission;

  /** Takes a file as multipart/form-data. */
  readonly upload?: true;
  readonly greedy?: true;
  readonly handle: (call: Call) => unknown;
}

export interface Permission {
  /** With placeholders for parameters. */
  readonly path: string;
  readonly privileges: readonly string[];

  /** One of the privileges is enough. */
  readonly any?: true;
}

/** A checked request. */
export interface Call {
  readonly cluster: Cluster;
  readonly caller: Caller;
  readonly values: Values;
  readonly upload?: StagedUpload;
}
