import { z } from "zod";
import { isLate, type MaybeLate, type Text } from "../../values/late";
import { base64, hash, headerName, sourceUrl } from "../source-rules";
import { choose, has, notEmpty, oneLine, scalar, text, unseen, wellFormed } from "../rules";
import { object, type Extensible } from "./newer";

/** Whether the content that was fetched is the one that was meant. */
export interface Verification extends Extensible {
  /** `sha512-<hex>` or `sha256-<hex>` of the content, after decompression. */
  readonly hash?: Text | undefined;
}

/** A header sent along when a source is fetched over HTTP. */
export interface HttpHeader extends Extensible {
  readonly name: MaybeLate<string>;

  /** @default - that of the config into which this one is merged; with none the source cannot be fetched */
  readonly value?: Text | undefined;
}

/** Content that Ignition fetches when it runs. */
export interface RemoteResource extends Extensible {
  /** URL of scheme http, https, tftp, s3, gs, arn or data. */
  readonly source: Text;

  /**
   * How the content is checked once fetched.
   *
   * @default - whatever comes is used, which earns a warning unless it is a `data:` URL
   */
  readonly verification?: Verification | undefined;

  /** @default - the content is taken as it comes */
  readonly compression?: "gzip" | undefined;

  /** For http and https only. */
  readonly httpHeaders?: readonly HttpHeader[] | undefined;

  /**
   * Whether it is meant that nothing verifies the content. It is never written: it only says that the missing hash of a
   * config that is fetched, which is refused otherwise, is no mistake. @default false
   */
  readonly unverified?: boolean | undefined;
}

/** Content given as bytes. */
export interface BinaryContents {
  /** The bytes in base64, padded. */
  readonly base64: MaybeLate<string>;
}

/** Content that is a document of its own; `lib/documents` renders it before the config is rendered. */
export interface NestedContents {
  readonly document: unknown;
}

/** Content of a file: text as it stands, bytes, a document, or something to fetch. Written out as a URL. */
export type Contents = Text | BinaryContents | NestedContents | RemoteResource;

/** Bytes that are fetched or given, and so where they come from. */
export const remoteResource: z.ZodType<RemoteResource> = object({
  source: text(unseen(oneLine), sourceUrl),
  verification: object({ hash: text(oneLine, hash).optional() }).optional(),
  compression: z.literal("gzip").optional(),
  unverified: z.boolean().optional(),
  httpHeaders: z
    .array(object({ name: scalar(notEmpty, headerName), value: text(unseen(oneLine), notEmpty).optional() }))
    .optional(),
});

const plainText = text(wellFormed);
const binary = z.strictObject({ base64: scalar(base64) });
const nested = z.strictObject({ document: z.unknown() });

/** Any {@link Contents}. */
export const contents = choose<Contents>((value) => {
  if (typeof value !== "object" || value === null || Array.isArray(value) || isLate(value)) return plainText;
  if (has(value, "base64")) return binary;
  return has(value, "document") ? nested : remoteResource;
});
