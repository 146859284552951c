import { toError } from "../proxmox/errors";
import { RemoteError } from "../remote/failures";
import { refusedBy } from "./failures";
import type { DavRequest, DavResponse, Send } from "./http";
import { type DavEntry, isEtag, listedPaths, parseMultistatus, PROPFIND_BODY } from "./multistatus";

const MIB = 1024 * 1024;

/** Largest list of a folder that is read. */
const MAX_LIST = 16 * MIB;

/** No file that is published is larger. */
const MAX_FILE = 64 * MIB;

/** What an interrupted user still waits for: the removal of a temporary file. */
const LAST_ANSWER_MS = 1000;

/** The requests of WebDAV, each with the answers that it may have. Paths are those of the resource: absolute, below the URL. */
export class Operations {
  /** Whether the server answers PROPFIND; nginx by itself does not. Undefined until it was asked. */
  private tellsProperties: boolean | undefined;

  constructor(
    private readonly base: URL,
    private readonly send: Send,
    private readonly signal: AbortSignal,
  ) {}

  urlOf(path: string): URL {
    const url = new URL(this.base);
    url.pathname += path.slice(1).split("/").map(encodeURIComponent).join("/");
    return url;
  }

  /** What is there; undefined if nothing is. */
  async stat(path: string): Promise<DavEntry | undefined> {
    if (this.tellsProperties !== false) {
      const elsewhere = { path, isFolder: true, size: 0, etag: undefined, modified: undefined };
      const found = await this.properties(path, "0", parseMultistatus, elsewhere);
      if (found !== "unsupported") return found?.[0];
    }
    const answer = await this.ask(`look at ${path}`, { method: "HEAD", url: this.urlOf(path) });
    if (answer.status === 404) return undefined;
    const isFolder = answer.status >= 300 && answer.status < 400;
    if (answer.status !== 200 && !isFolder) throw refusedBy(`look at ${path}`, answer);
    const { etag, "content-length": length, "last-modified": modified } = answer.headers;
    return {
      path,
      isFolder,
      size: isFolder ? 0 : Number(length ?? 0),
      etag: etag !== undefined && isEtag(etag) ? etag : undefined,
      modified,
    };
  }

  /**
   * Names of all that is in a folder, also of what may not be looked at; undefined if it is not there, or if the server
   * does not tell. Whoever removes a folder removes all of it.
   */
  async list(path: string): Promise<readonly string[] | undefined> {
    if (this.tellsProperties === false) return undefined;
    const paths = await this.properties(path === "/" ? path : `${path}/`, "1", listedPaths, path);
    if (paths === undefined || paths === "unsupported") return undefined;
    const own = paths.reduce((shortest, one) => (one.length < shortest.length ? one : shortest), paths[0] ?? "");
    const within = paths.filter((one) => one !== own);
    // Without the folder itself, one of those in it would be taken for it.
    if (!within.every((one) => one.startsWith(own === "/" ? own : `${own}/`))) return undefined;
    return within.map((one) => one.slice(one.lastIndexOf("/") + 1));
  }

  async get(path: string, limit = MAX_FILE): Promise<Buffer | undefined> {
    const what = `read ${path}`;
    const answer = await this.ask(what, { method: "GET", url: this.urlOf(path), limit });
    if (answer.status === 404) return undefined;
    if (answer.status !== 200) throw refusedBy(what, answer);
    return answer.body;
  }

  /** @param found what may be in its place; `"nothing"` refuses to write over anything */
  async put(path: string, bytes: Buffer, found: DavEntry | "nothing"): Promise<void> {
    const etag = found === "nothing" ? undefined : strong(found.etag);
    const condition: Record<string, string> =
      found === "nothing" ? { "If-None-Match": "*" } : etag === undefined ? {} : { "If-Match": etag };
    const headers = { "Content-Type": "application/octet-stream", ...condition };
    await this.expect(`write ${path}`, { method: "PUT", url: this.urlOf(path), headers, body: bytes }, [200, 201, 204]);
  }

  /** Puts a file into the place of what was found there. @returns false if the server cannot do that at all */
  async move(from: string, to: string, found: DavEntry | undefined): Promise<boolean> {
    const destination = this.urlOf(to).href;
    const etag = strong(found?.etag);
    const headers = {
      Destination: destination,
      Overwrite: found === undefined ? "F" : "T",
      ...(etag === undefined ? {} : { If: `<${destination}> ([${etag}])` }),
    };
    const answer = await this.ask(`put ${to} in its place`, { method: "MOVE", url: this.urlOf(from), headers });
    if (answer.status === 405 || answer.status === 501) return false;
    if (answer.status !== 201 && answer.status !== 204) throw refusedBy(`put ${to} in its place`, answer);
    return true;
  }

  /** Removes a file, or a folder with all that is in it; what is gone already is fine. */
  async delete(path: string, found: DavEntry | undefined): Promise<void> {
    const etag = strong(found?.etag);
    const request: DavRequest = {
      method: "DELETE",
      url: this.urlOf(path),
      headers: etag === undefined ? {} : { "If-Match": etag },
    };
    await this.expect(`remove ${path}`, request, [200, 204, 404]);
  }

  /** Removes a file that must not stay: after an interrupt as well, and then waits a little for the answer. */
  async takeAway(path: string): Promise<void> {
    const signal = this.signal.aborted ? AbortSignal.timeout(LAST_ANSWER_MS) : this.signal;
    const request: DavRequest = { method: "DELETE", url: this.urlOf(path), signal };
    await this.expect(`remove ${path}`, request, [200, 204, 404]);
  }

  /** @returns whether it was made by this call; if not, something is there already */
  async makeFolder(path: string): Promise<boolean> {
    const what = `make the folder ${path}`;
    const answer = await this.ask(what, { method: "MKCOL", url: this.urlOf(`${path}/`) });
    if (answer.status === 201) return true;
    if (answer.status === 405) return false;
    throw refusedBy(what, answer);
  }

  stopIfInterrupted(): void {
    this.signal.throwIfAborted();
  }

  /** @param elsewhere what a redirection says: there is a folder */
  private async properties<T>(
    path: string,
    depth: "0" | "1",
    read: (text: string, base: URL) => readonly T[],
    elsewhere: T,
  ): Promise<readonly T[] | "unsupported" | undefined> {
    const what = `look at ${path}`;
    const url = this.urlOf(path);
    const headers = { Depth: depth, "Content-Type": "application/xml" };
    const answer = await this.ask(what, { method: "PROPFIND", url, headers, body: PROPFIND_BODY, limit: MAX_LIST });
    if (answer.status === 405 || answer.status === 501) {
      this.tellsProperties = false;
      return "unsupported";
    }
    if (answer.status === 404) return undefined;
    if (answer.status >= 300 && answer.status < 400) return [elsewhere];
    if (answer.status !== 207) throw refusedBy(what, answer);
    this.tellsProperties = true;
    try {
      return read(answer.body.toString("utf8"), url);
    } catch (error) {
      throw new RemoteError(what, toError(error), answer.status);
    }
  }

  private async expect(what: string, request: DavRequest, allowed: readonly number[]): Promise<void> {
    const answer = await this.ask(what, request);
    if (!allowed.includes(answer.status)) throw refusedBy(what, answer);
  }

  private async ask(what: string, request: DavRequest): Promise<DavResponse> {
    const { signal = this.signal } = request;
    signal.throwIfAborted();
    try {
      return await this.send(request);
    } catch (error) {
      signal.throwIfAborted();
      throw new RemoteError(what, toError(error), undefined);
    }
  }
}

/** A weak ETag is no condition: two contents may share it. */
function strong(etag: string | undefined): string | undefined {
  return etag?.startsWith("W/") === true ? undefined : etag;
}
