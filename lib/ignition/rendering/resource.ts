import { encodeDataUrl } from "../data-url";
import { has } from "../rules";
import type { Contents, RemoteResource } from "../schema";
import { text } from "./scalars";

/** Contents of any form, as the spec's resource. */
export function resource(contents: Contents | undefined): object | undefined {
  if (contents === undefined) return undefined;
  if (isRemote(contents)) return remoteResource(contents);
  return encodeDataUrl(bytesOf(contents));
}

export function remoteResource(resource: RemoteResource | undefined): object | undefined {
  if (resource === undefined) return undefined;
  return {
    source: text(resource.source),
    verification: { hash: text(resource.verification?.hash) },
    compression: resource.compression,
    httpHeaders: resource.httpHeaders?.map(({ name, value }) => ({ name, value: text(value) })),
  };
}

function bytesOf(contents: Exclude<Contents, RemoteResource>): Buffer {
  if (has(contents, "base64")) return Buffer.from(String(contents.base64), "base64");
  // Nested documents have been refused before.
  return Buffer.from(text(contents as string | readonly string[]) ?? "");
}

function isRemote(contents: Contents): contents is RemoteResource {
  return has(contents, "source");
}
