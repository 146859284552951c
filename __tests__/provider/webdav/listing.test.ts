import type { DavRequest, DavResponse } from "../../../lib/provider/webdav/http";
import { Operations } from "../../../lib/provider/webdav/operations";
import { WebdavTransport } from "../../../lib/provider/webdav/transport";

const MARKER = ".made-by-slipway";
const TYPES = { file: "<d:resourcetype/>", folder: "<d:resourcetype><d:collection/></d:resourcetype>" };

const told = (href: string, type: keyof typeof TYPES, status = "200 OK"): string =>
  `<d:response><d:href>${href}</d:href><d:propstat><d:prop>${TYPES[type]}</d:prop><d:status>HTTP/1.1 ${status}</d:status></d:propstat></d:response>`;
const refused = (...hrefs: readonly string[]): string =>
  `<d:response>${hrefs.map((href) => `<d:href>${href}</d:href>`).join("")}<d:status>HTTP/1.1 403 Forbidden</d:status></d:response>`;

/** A server with one folder, `/made`, that is listed as the test says, and in which there is nothing else to be found. */
class Server {
  readonly requests: string[] = [];

  constructor(private readonly listing: readonly string[]) {}

  readonly send = ({ method, url, headers }: DavRequest): Promise<DavResponse> => {
    this.requests.push(`${method} ${url.pathname}`);
    if (method === "DELETE") return answer(204);
    const isListed = headers?.["Depth"] === "1" && url.pathname === "/made/";
    if (!isListed) return answer(404);
    return answer(207, `<d:multistatus xmlns:d="DAV:">${this.listing.join("")}</d:multistatus>`);
  };
}

const answer = (status: number, body = ""): Promise<DavResponse> =>
  Promise.resolve({ status, headers: {}, body: Buffer.from(body) });

describe("the removal of a folder over WebDAV", () => {
  const own = told("/made/", "folder");
  const marker = told(`/made/${MARKER}`, "file");

  const deleted = async (...listing: readonly string[]): Promise<readonly string[]> => {
    const server = new Server(listing);
    const operations = new Operations(new URL("https://files.example/"), server.send, new AbortController().signal);
    await new WebdavTransport(operations).remove(["/made/a"], () => undefined);
    return server.requests.filter((request) => request.startsWith("DELETE"));
  };

  it("takes away one that was made here and holds nothing else", async () => {
    expect(await deleted(own, marker)).toEqual(["DELETE /made/"]);
  });

  it.each([
    ["of which the server says only that it may not be looked at", refused("/made/theirs")],
    ["whose properties are all refused", told("/made/theirs", "file", "403 Forbidden")],
    ["of which only the name is told", "<d:response><d:href>/made/theirs</d:href></d:response>"],
  ])("leaves one in which there is something %s", async (_what, theirs) => {
    expect(await deleted(own, marker, theirs)).toEqual([]);
  });

  it("leaves one of whose contents several are refused in one word", async () => {
    expect(await deleted(own, refused(`/made/${MARKER}`, "/made/theirs"))).toEqual([]);
  });

  it("leaves one where the listing lacks the folder itself, so that nothing in it is taken for it", async () => {
    expect(await deleted(told("/made/b", "file"), marker)).toEqual([]);
  });
});
