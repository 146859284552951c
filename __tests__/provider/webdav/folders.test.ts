import type { DavRequest, DavResponse } from "../../../lib/provider/webdav/http";
import { Folders } from "../../../lib/provider/webdav/folders";
import { Operations } from "../../../lib/provider/webdav/operations";

const MARKER = ".made-by-slipway";

/** The names on a server in memory, which may do what is asked and then cut the connection. */
class Server {
  /** Paths; those of folders end in a slash. */
  readonly names = new Set<string>(["/"]);

  /** Called with each request before it is done; true has its answer lost. */
  onRequest: (method: string, path: string) => boolean = () => false;

  readonly send = (request: DavRequest): Promise<DavResponse> => {
    const path = decodeURIComponent(request.url.pathname);
    const isLost = this.onRequest(request.method, path);
    const { status, body = "" } = this.answer(request, path);
    if (isLost) return Promise.reject(new Error("socket hang up"));
    return Promise.resolve({ status, headers: {}, body: Buffer.from(body) });
  };

  list(): readonly string[] {
    return [...this.names].filter((name) => name !== "/").sort();
  }

  private answer({ method, headers }: DavRequest, path: string): { status: number; body?: string } {
    const folder = path.endsWith("/") ? path : `${path}/`;
    const isThere = this.names.has(path) || this.names.has(folder);
    if (method === "PROPFIND") {
      const within = this.list().filter(
        (name) => /^[^/]+\/?$/.test(name.slice(folder.length)) && name.startsWith(folder),
      );
      if (!isThere) return { status: 404 };
      return { status: 207, body: this.multistatus([path, ...(headers?.["Depth"] === "1" ? within : [])]) };
    }
    if (method === "MKCOL" && isThere) return { status: 405 };
    if (method === "PUT" && isThere) return { status: 412 };
    if (method === "DELETE") for (const name of this.list()) if (name.startsWith(path)) this.names.delete(name);
    if (method === "DELETE") return { status: 204 };
    this.names.add(path);
    return { status: 201 };
  }

  private multistatus(paths: readonly string[]): string {
    const responses = paths.map((path) => {
      const isFolder = path.endsWith("/") || this.names.has(`${path}/`);
      const type = isFolder ? "<d:resourcetype><d:collection/></d:resourcetype>" : "<d:resourcetype/>";
      const properties = `<d:propstat><d:prop>${type}</d:prop><d:status>HTTP/1.1 200 OK</d:status></d:propstat>`;
      return `<d:response><d:href>${path}</d:href>${properties}</d:response>`;
    });
    return `<d:multistatus xmlns:d="DAV:">${responses.join("")}</d:multistatus>`;
  }
}

describe("Folders of a WebDAV server", () => {
  let server: Server;
  let folders: Folders;

  beforeEach(() => {
    server = new Server();
    const operations = new Operations(new URL("https://files.example/"), server.send, new AbortController().signal);
    folders = new Folders(operations);
  });

  const hold = (...names: readonly string[]): void => names.forEach((name) => void server.names.add(name));

  describe("removes", () => {
    it("a folder, and those above it, that were made here and are empty", async () => {
      await folders.make("/made/deep");

      await folders.removeEmpty("/made/deep", new Set(["/made/deep/a"]));

      expect(server.list()).toEqual([]);
    });

    it("with a folder what was sent ahead of the files that are removed there", async () => {
      await folders.make("/made");
      hold("/made/.a.0123456789ab");

      await folders.removeEmpty("/made", new Set(["/made/a"]));

      expect(server.list()).toEqual([]);
    });

    it("no folder in which somebody else's file waits under its temporary name", async () => {
      await folders.make("/made");
      hold("/made/.a.0123456789ab", "/made/.b.0123456789ab");

      await folders.removeEmpty("/made", new Set(["/made/a", "/other/b"]));

      expect(server.list()).toEqual(["/made/", "/made/.b.0123456789ab", `/made/${MARKER}`]);
    });

    it("after a failure no folder that somebody else has begun to use", async () => {
      await folders.make("/made/deep");
      hold("/made/.b.0123456789ab", "/made/deep/.a.0123456789ab");

      await folders.takeBack(new Set(["/made/deep/a"]));

      expect(server.list()).toEqual(["/made/", "/made/.b.0123456789ab", `/made/${MARKER}`]);
    });
  });

  describe("of whose making the answer is lost", () => {
    beforeEach(() => (server.onRequest = (method) => method === "MKCOL"));

    it("counts an empty one as made here", async () => {
      await folders.make("/made");

      expect(server.list()).toEqual(["/made/", `/made/${MARKER}`]);
    });

    it.each(["theirs", MARKER])("counts one that holds %j as somebody else's", async (name) => {
      server.onRequest = (method) => {
        if (method === "MKCOL") hold("/made/", `/made/${name}`);
        return method === "MKCOL";
      };

      await folders.make("/made");

      expect(server.list()).toEqual(["/made/", `/made/${name}`]);
    });

    it("leaves the mark to whoever was the first to put it there", async () => {
      server.onRequest = (method, path) => {
        if (method === "PUT") hold(path);
        return method === "MKCOL";
      };

      await folders.make("/made");
      await folders.takeBack(new Set());

      expect(server.list()).toEqual(["/made/", `/made/${MARKER}`]);
    });
  });

  it("counts one as somebody else's where the server says that it is there already", async () => {
    server.onRequest = (method) => {
      if (method === "MKCOL") hold("/made/");
      return false;
    };

    await folders.make("/made");

    expect(server.list()).toEqual(["/made/"]);
  });
});
