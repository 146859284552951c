import { z } from "zod";
import { isLate, type MaybeLate, type Text } from "../../values/late";
import { base64, hash, headerName, sourceUrl } from "../source-rules";
import { choose, has, notEmpty, oneLine, scalar, text, unseen, wellFormed } from "../rules";

/** Whether the content that was fetched is the one that was meant. */
export interface Verification {
  /** `sha512-<hex>` or `sha256-<hex>` of the content, after decompression. */
  readonly hash?: Text | undefined;
}

/** A header sent along when a source is fetched over HTTP. */
export interface HttpHeader {
  readonly name: MaybeLate<string>;

  /** @default - the header that Ignition would send by itself is left out */
  readonly value?: Text | undefined;
}

/** Content that Ignition fetches when it runs. */
export interface RemoteResource {
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
export const remoteResource: z.ZodType<RemoteResource> = z.strictObject({
  source: text(unseen(oneLine), sourceUrl),
  verification: z.strictObject({ hash: text(oneLine, hash).optional() }).optional(),
  compression: z.literal("gzip").optional(),
  httpHeaders: z
    .array(z.strictObject({ name: scalar(notEmpty, headerName), value: text(unseen(oneLine), notEmpty).optional() }))
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
