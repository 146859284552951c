import { StepFailure } from "../../../lib/provider/resources/files/transport";
import type { DavRequest, DavResponse } from "../../../lib/provider/webdav/http";
import { Operations } from "../../../lib/provider/webdav/operations";
import { WebdavTransport } from "../../../lib/provider/webdav/transport";

interface Held {
  readonly text: string;
  /** As in a header. */
  readonly etag?: string;
  readonly modified?: string;
}

/** A server in memory that heeds no condition, as some do not. */
class Server {
  readonly files = new Map<string, Held | "folder">();

  readonly send = ({ method, url }: DavRequest): Promise<DavResponse> => {
    const path = decodeURIComponent(url.pathname);
    const held = this.files.get(path.replace(/(?<=.)\/$/, ""));
    if (held === undefined) return answer(404);
    if (method === "DELETE") this.files.delete(path);
    return method === "DELETE" ? answer(204) : answer(207, multistatus(url.pathname, held));
  };
}

const answer = (status: number, body = ""): Promise<DavResponse> =>
  Promise.resolve({ status, headers: {}, body: Buffer.from(body) });

function multistatus(href: string, held: Held | "folder"): string {
  const properties =
    held === "folder"
      ? "<d:resourcetype><d:collection/></d:resourcetype>"
      : [
          `<d:resourcetype/><d:getcontentlength>${held.text.length}</d:getcontentlength>`,
          held.etag === undefined ? "" : `<d:getetag>${held.etag}</d:getetag>`,
          held.modified === undefined ? "" : `<d:getlastmodified>${held.modified}</d:getlastmodified>`,
        ].join("");
  const status = "<d:status>HTTP/1.1 200 OK</d:status>";
  const response = `<d:href>${href}</d:href><d:propstat><d:prop>${properties}</d:prop>${status}</d:propstat>`;
  return `<d:multistatus xmlns:d="DAV:"><d:response>${response}</d:response></d:multistatus>`;
}

describe("WebdavTransport", () => {
  const at = "Sun, 22 Nov 2026 10:00:00 GMT";
  let server: Server;
  let transport: WebdavTransport;

  beforeEach(() => {
    server = new Server();
    const operations = new Operations(new URL("https://files.example/"), server.send, new AbortController().signal);
    transport = new WebdavTransport(operations);
  });

  const failureOfRemoval = async (...paths: readonly string[]): Promise<readonly unknown[]> => {
    const removed: number[] = [];
    const failure: unknown = await transport
      .remove(paths, (index) => removed.push(index))
      .catch((error: unknown) => error);
    return failure instanceof StepFailure ? [failure.index, String(failure.cause), removed] : [failure, removed];
  };

  describe("looks at a file", () => {
    it.each<[string, Held, string, boolean]>([
      ["an ETag, which tells contents apart", { text: "one", etag: '"1"', modified: at }, '"1"', false],
      ["a weak ETag, which tells seconds apart at best", { text: "one", etag: 'W/"1"', modified: at }, '"1"', true],
      ["a time only, which is one of seconds", { text: "one", modified: at }, at, true],
    ])("with %s", async (_name, held, version, isCoarse) => {
      server.files.set("/a", held);

      expect(await transport.look(["/a"])).toEqual([{ kind: "file", size: 3, mode: undefined, version, isCoarse }]);
    });
  });

  describe("removes", () => {
    const old: Held = { text: "old", etag: '"1"' };

    it.each<[string, Held]>([
      ["of another version", { text: "NEW", etag: '"2"' }],
      ["of another size", { text: "longer", etag: '"1"' }],
    ])("refuses a file %s than was seen: somebody else has changed it", async (_name, theirs) => {
      server.files.set("/a", old).set("/b", old);
      await transport.look(["/a", "/b"]);
      server.files.set("/b", theirs);

      expect(await failureOfRemoval("/a", "/b")).toEqual([
        1,
        "Error: remove /b: somebody else has changed it meanwhile: plan again and look at what has changed",
        [0],
      ]);
      expect([...server.files]).toEqual([["/b", theirs]]);
    });

    it("refuses a file where nothing was seen", async () => {
      await transport.look(["/a"]);
      server.files.set("/a", old);

      expect(await failureOfRemoval("/a")).toMatchObject([0, expect.stringContaining("somebody else"), []]);
      expect(server.files.size).toBe(1);
    });

    it("a file that was not looked at, and one whose ETag has become a strong one", async () => {
      server.files.set("/a", old).set("/b", { text: "old", etag: 'W/"1"' });
      await transport.look(["/b"]);
      server.files.set("/b", old);

      expect(await failureOfRemoval("/a", "/b")).toEqual([undefined, [0, 1]]);
      expect(server.files.size).toBe(0);
    });

    it("nothing where a file is gone, or a folder has taken its place", async () => {
      server.files.set("/a", old).set("/b", old);
      await transport.look(["/a", "/b"]);
      server.files.delete("/a");
      server.files.set("/b", "folder");

      expect(await failureOfRemoval("/a", "/b")).toEqual([undefined, [0, 1]]);
      expect([...server.files]).toEqual([["/b", "folder"]]);
    });
  });
});
