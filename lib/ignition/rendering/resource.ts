import { remember } from "../../values/remember";
import { decodeDataUrl, encodeDataUrl } from "../data-url";
import { has } from "../rules";
import type { Contents, RemoteResource } from "../schema";
import { withNewer } from "./minimal";
import { sorted, text } from "./scalars";

const encodeText = remember(encodeDataUrl);

/** Contents of any form, as the spec's resource. */
export function resource(contents: Contents | undefined): object | undefined {
  if (contents === undefined) return undefined;
  if (isRemote(contents)) return remoteResource(contents);
  if (has(contents, "base64")) return encodeDataUrl(Buffer.from(String(contents.base64), "base64"));
  // Nested documents have been refused before.
  return encodeText(text(contents as string | readonly string[]) ?? "");
}

/**
 * Something to fetch. A `data:` URL is encoded anew where that is shorter. Headers are sent in an order of their own,
 * whatever the order in which they stand. A hash is one in either case: it is written in that of all others.
 */
export function remoteResource(resource: RemoteResource | undefined): object | undefined {
  if (resource === undefined) return undefined;
  const { verification } = resource;
  const headers = resource.httpHeaders?.map((header) =>
    withNewer(header, { name: header.name, value: text(header.value) }),
  );
  return withNewer(resource, {
    source: text(resource.source),
    verification: verification && withNewer(verification, { hash: text(verification.hash)?.toLowerCase() }),
    compression: resource.compression,
    ...shortened(resource),
    httpHeaders: sorted(headers, "name"),
  });
}

/** Packed data keep their form: another packer's may be shorter than ours. */
function shortened({ source, compression }: RemoteResource): object {
  const url = text(source) ?? "";
  if (compression !== undefined || !url.startsWith("data:")) return {};
  const bytes = decodeDataUrl(url);
  const encoded = bytes === undefined ? undefined : encodeDataUrl(bytes);
  return encoded !== undefined && JSON.stringify(encoded).length < JSON.stringify({ source: url }).length
    ? encoded
    : {};
}

function isRemote(contents: Contents): contents is RemoteResource {
  return has(contents, "source");
}
