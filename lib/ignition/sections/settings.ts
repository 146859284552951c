import { z } from "zod";
import type { MaybeLate, Text } from "../../values/late";
import { integer, notEmpty, oneLine, text, unseen } from "../rules";
import { proxyUrl } from "../source-rules";
import { SPEC_VERSIONS, type SpecVersion } from "../version";
import { object, type Extensible } from "./newer";
import { type Contents, contents, type RemoteResource, remoteResource } from "./resource";

/** Section `ignition`: how Ignition itself works. */
export interface IgnitionSettings extends Extensible {
  /** Version of the spec. @default - the lowest that has all that is used */
  readonly version?: SpecVersion | undefined;

  readonly config?: ConfigReferences | undefined;
  readonly timeouts?: Timeouts | undefined;
  readonly security?: Security | undefined;
  readonly proxy?: Proxy | undefined;
}

/** Section `ignition.config`: other configs that take part. */
export interface ConfigReferences extends Extensible {
  /** Configs merged into this one, in this order. A later one wins. */
  readonly merge?: readonly Contents[] | undefined;

  /** The config used instead of this one. */
  readonly replace?: RemoteResource | undefined;
}

/** Section `ignition.timeouts`, for sources fetched over HTTP. */
export interface Timeouts extends Extensible {
  /** Seconds to wait for response headers. 0 is for ever. @default 10 */
  readonly httpResponseHeaders?: MaybeLate<number> | undefined;

  /** Seconds for the whole request. 0 is for ever. @default 0 */
  readonly httpTotal?: MaybeLate<number> | undefined;
}

/** Section `ignition.security`. */
export interface Security extends Extensible {
  readonly tls?: Tls | undefined;
}

/** Section `ignition.security.tls`. */
export interface Tls extends Extensible {
  /** PEM certificates that Ignition trusts besides the system's own. */
  readonly certificateAuthorities?: readonly Contents[] | undefined;
}

/** Section `ignition.proxy`. */
export interface Proxy extends Extensible {
  readonly httpProxy?: Text | undefined;
  readonly httpsProxy?: Text | undefined;

  /** Hosts reached without a proxy. */
  readonly noProxy?: readonly Text[] | undefined;
}

/** Section `kernelArguments`. A change of them costs a reboot at first boot. */
export interface KernelArguments extends Extensible {
  readonly shouldExist?: readonly Text[] | undefined;
  readonly shouldNotExist?: readonly Text[] | undefined;
}

const seconds = integer(0, 2 ** 31 - 1);
const texts = z.array(text(oneLine, notEmpty));

export const ignitionSettings: z.ZodType<IgnitionSettings> = object({
  version: z.enum(SPEC_VERSIONS).optional(),
  config: object({ merge: z.array(contents).optional(), replace: remoteResource.optional() }).optional(),
  timeouts: object({ httpResponseHeaders: seconds.optional(), httpTotal: seconds.optional() }).optional(),
  security: object({ tls: object({ certificateAuthorities: z.array(contents).optional() }).optional() }).optional(),
  proxy: object({
    httpProxy: text(unseen(oneLine), proxyUrl).optional(),
    httpsProxy: text(unseen(oneLine), proxyUrl).optional(),
    noProxy: texts.optional(),
  }).optional(),
});

export const kernelArguments: z.ZodType<KernelArguments> = object({
  shouldExist: texts.optional(),
  shouldNotExist: texts.optional(),
});
