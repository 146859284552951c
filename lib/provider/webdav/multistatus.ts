import { parseXml, type XmlElement } from "./xml";

/** What a server says of one of its files or folders. */
export interface DavEntry {
  /** Decoded path on the server, without a slash at its end. */
  readonly path: string;
  readonly isFolder: boolean;

  /** In bytes; 0 for a folder. */
  readonly size: number;

  /** As the server writes it, quotes and `W/` included. */
  readonly etag: string | undefined;

  /** As the server writes it. */
  readonly modified: string | undefined;
}

/** The request that asks for what a {@link DavEntry} holds. */
export const PROPFIND_BODY =
  '<?xml version="1.0" encoding="utf-8"?><propfind xmlns="DAV:"><prop><resourcetype/><getcontentlength/><getetag/><getlastmodified/></prop></propfind>';

/**
 * Reads the answer to a PROPFIND.
 *
 * @param base URL that was asked, against which the server may write its own
 * @throws Error that says what is wrong with it
 */
export function parseMultistatus(text: string, base: URL): readonly DavEntry[] {
  return responsesOf(text).flatMap((response) => entryOf(response, base));
}

/**
 * The decoded paths of all that an answer to a PROPFIND lists, also where the server tells no more than that something
 * is there: what may not be looked at.
 *
 * @param base as with {@link parseMultistatus}
 * @throws Error that says what is wrong with it
 */
export function listedPaths(text: string, base: URL): readonly string[] {
  return responsesOf(text).flatMap((response) => hrefsOf(response).map((href) => pathOf(href, base)));
}

function responsesOf(text: string): readonly XmlElement[] {
  const root = parseXml(text);
  if (root.name !== "{DAV:}multistatus") throw new Error(`the answer is a ${root.name}, not a {DAV:}multistatus`);
  return childrenOf(root, "response");
}

/** Several where one status is that of each: RFC 4918, section 14.24. */
function hrefsOf(response: XmlElement): readonly string[] {
  return childrenOf(response, "href").map(({ text }) => text.trim());
}

function entryOf(response: XmlElement, base: URL): readonly DavEntry[] {
  const path = pathOf(hrefsOf(response)[0] ?? "", base);
  const found = childrenOf(response, "propstat").find((one) => /^HTTP\/\S+ 200\b/.test(textOf(one, "status") ?? ""));
  const properties = found === undefined ? undefined : childrenOf(found, "prop")[0];
  if (properties === undefined) return [];
  const type = childrenOf(properties, "resourcetype")[0];
  const isFolder = type !== undefined && childrenOf(type, "collection").length > 0;
  const length = textOf(properties, "getcontentlength") ?? "0";
  if (!/^\d{1,15}$/.test(length)) throw new Error(`the length of ${path} is ${JSON.stringify(length)}`);
  const etag = textOf(properties, "getetag");
  return [
    {
      path,
      isFolder,
      size: isFolder ? 0 : Number(length),
      etag: etag === undefined || !isEtag(etag) ? undefined : etag,
      modified: textOf(properties, "getlastmodified"),
    },
  ];
}

/** The decoded path of a URL that a server writes. */
export function pathOf(href: string, base: URL): string {
  try {
    const decoded = decodeURIComponent(new URL(href, base).pathname);
    return decoded.length > 1 ? decoded.replace(/\/+$/, "") : decoded;
  } catch {
    throw new Error(`the server names a file ${JSON.stringify(href.slice(0, 200))}, which is no URL`);
  }
}

/** Whether it is one as RFC 9110 has it: anything else must not get into a header. */
export function isEtag(text: string): boolean {
  return /^(?:W\/)?"[\x21\x23-\x7e\x80-\xff]*"$/.test(text);
}

function childrenOf(element: XmlElement, name: string): readonly XmlElement[] {
  return element.children.filter((child) => child.name === `{DAV:}${name}`);
}

function textOf(element: XmlElement, name: string): string | undefined {
  return childrenOf(element, name)[0]?.text.trim() || undefined;
}
