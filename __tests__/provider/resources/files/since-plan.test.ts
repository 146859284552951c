import { RemoteError } from "../../../../lib/provider/remote/failures";
import type { PublishedFile } from "../../../../lib/provider/resources/files/model";
import { publish, type PublishError, type WantedFile } from "../../../../lib/provider/resources/files/publish";
import type { FileStat, FileTransport } from "../../../../lib/provider/resources/files/transport";
import { sha512 } from "../../../../lib/values/hash";

interface OnServer {
  readonly text: string;
  readonly version: string;
}

/** A server in memory. */
class Memory implements FileTransport {
  readonly reads: string[] = [];
  constructor(readonly files: Map<string, OnServer>) {}

  look(paths: readonly string[]): Promise<readonly (FileStat | undefined)[]> {
    const stats = paths.map((path): FileStat | undefined => {
      const file = this.files.get(path);
      if (file === undefined) return undefined;
      return { kind: "file", size: file.text.length, mode: 0o644, version: file.version };
    });
    return Promise.resolve(stats);
  }

  read(path: string): Promise<Buffer | undefined> {
    this.reads.push(path);
    const file = this.files.get(path);
    return Promise.resolve(file === undefined ? undefined : Buffer.from(file.text));
  }

  write(files: Parameters<FileTransport["write"]>[0], written: (index: number) => void) {
    for (const [index, { path, bytes }] of files.entries()) {
      this.files.set(path, { text: bytes.toString(), version: "ours" });
      written(index);
    }
    return this.look(files.map(({ path }) => path)) as Promise<readonly FileStat[]>;
  }

  remove(paths: readonly string[], removed: (index: number) => void): Promise<void> {
    for (const [index, path] of paths.entries()) {
      this.files.delete(path);
      removed(index);
    }
    return Promise.resolve();
  }
}

const wanted = (path: string, text: string): WantedFile => ({
  path,
  mode: "0644",
  content: { bytes: Buffer.from(text), sha512: sha512(text), nonce: null, warnings: [] },
});
const known = (path: string, text: string): PublishedFile => ({
  path,
  mode: "0644",
  sha512: sha512(text),
  size: text.length,
  nonce: null,
  version: "1",
});
const MISSING = { sha512: null, size: null, version: undefined };
const serverWith = (files: Readonly<Record<string, OnServer>>): Memory => new Memory(new Map(Object.entries(files)));
const failureOf = (work: Promise<unknown>): Promise<PublishError> =>
  work.then(
    () => Promise.reject(new Error("it did not fail")),
    (error: unknown) => error as PublishError,
  );
const texts = ({ files }: Memory) => Object.fromEntries([...files].map(([path, { text }]) => [path, text]));

describe("publish, where somebody else was at work since the plan", () => {
  it.each([
    ["of another size", { text: "theirs", version: "2" }],
    ["of the same size", { text: "NEW", version: "2" }],
  ])("refuses to write over a file %s, before it has written anything", async (_name, theirs) => {
    const server = serverWith({ "/a": { text: "old", version: "1" }, "/b": theirs });

    const failure = await failureOf(
      publish(server, [wanted("/a", "new"), wanted("/b", "new")], [known("/a", "old"), known("/b", "old")]),
    );

    expect(failure).toMatchObject({ verb: "write", path: "/b" });
    expect(String(failure.cause)).toContain("somebody else has changed it since the plan");
    expect(failure.files).toEqual([known("/a", "old"), known("/b", "old")]);
    expect(texts(server)).toEqual({ "/a": "old", "/b": theirs.text });
  });

  it("refuses to remove such a file, before it has removed anything", async () => {
    const server = serverWith({ "/a": { text: "theirs", version: "2" }, "/b": { text: "old", version: "1" } });

    const failure = await failureOf(publish(server, [], [known("/a", "old"), known("/b", "old")]));

    expect(failure).toMatchObject({ verb: "remove", path: "/a" });
    expect(failure.files).toHaveLength(2);
    expect(texts(server)).toEqual({ "/a": "theirs", "/b": "old" });
  });

  it("refuses a file that was changed in the second in which the plan saw it", async () => {
    const server = serverWith({ "/a": { text: "OLD", version: "1" } });

    const failure = await failureOf(
      publish(server, [wanted("/a", "new")], [{ ...known("/a", "old"), youngSince: 1000 }]),
    );

    expect(failure).toMatchObject({ verb: "write", path: "/a" });
    expect(String(failure.cause)).toContain("somebody else has changed it since the plan");
    expect(texts(server)).toEqual({ "/a": "OLD" });
  });

  it("refuses the whole batch for one that is to be removed, before it has written anything", async () => {
    const server = serverWith({ "/a": { text: "same", version: "1" }, "/c": { text: "theirs", version: "2" } });

    const failure = await failureOf(
      publish(server, [wanted("/a", "same"), wanted("/b", "new")], [known("/a", "same"), known("/c", "old")]),
    );

    expect(failure).toMatchObject({ verb: "remove", path: "/c" });
    expect(String(failure.cause)).toContain("remove /c: somebody else has changed it since the plan");
    expect(failure.files).toEqual([known("/a", "same"), known("/c", "old")]);
    expect(texts(server)).toEqual({ "/a": "same", "/c": "theirs" });
  });

  it("leaves alone what is changed while it writes the others", async () => {
    const server = serverWith({ "/c": { text: "old", version: "1" } });
    const write = server.write.bind(server);
    server.write = (files, written) => {
      server.files.set("/c", { text: "theirs", version: "2" });
      return write(files, written);
    };

    const failure = await failureOf(publish(server, [wanted("/b", "new")], [known("/c", "old")]));

    expect(failure).toMatchObject({ verb: "remove", path: "/c" });
    expect(failure.files).toEqual([{ ...known("/b", "new"), version: "ours" }, known("/c", "old")]);
    expect(texts(server)).toEqual({ "/b": "new", "/c": "theirs" });
  });

  it.each<["write" | "remove", readonly WantedFile[]]>([
    ["write", [wanted("/a", "new"), wanted("/b", "new")]],
    ["remove", []],
  ])("names the file that it could not read to compare it, and not the first one: to %s", async (verb, files) => {
    const server = serverWith({ "/a": { text: "old", version: "1" }, "/b": { text: "OLD", version: "2" } });
    server.read = (path) => Promise.reject(new RemoteError(`read ${path}`, new Error("Permission denied"), 3));
    const before = [known("/a", "old"), known("/b", "old")];

    const failure = await failureOf(publish(server, files, verb === "remove" ? before.toReversed() : before));

    expect(failure).toMatchObject({ verb, path: "/b" });
    expect(failure.files).toHaveLength(2);
    expect(String(failure.cause)).toBe("Error: read /b: Permission denied");
    expect(texts(server)).toEqual({ "/a": "old", "/b": "OLD" });
  });

  it.each<[string, Readonly<Record<string, OnServer>>, PublishedFile]>([
    [
      "is what it was, and has been seen in its first second",
      { "/a": { text: "old", version: "1" } },
      { ...known("/a", "old"), youngSince: 1000 },
    ],
    ["was only touched", { "/a": { text: "old", version: "2" } }, known("/a", "old")],
    ["is gone", {}, known("/a", "old")],
    ["holds what is wanted already", { "/a": { text: "newer", version: "2" } }, known("/a", "old")],
    [
      "was never seen with a version",
      { "/a": { text: "theirs", version: "2" } },
      { ...known("/a", "old"), version: undefined },
    ],
    ["was known to be missing", { "/a": { text: "theirs", version: "2" } }, { ...known("/a", ""), ...MISSING }],
  ])("writes a file that %s", async (_name, there, before) => {
    const server = serverWith(there);

    await publish(server, [wanted("/a", "newer")], [before]);

    expect(texts(server)).toEqual({ "/a": "newer" });
  });

  it("reads nothing where size and version are what they were", async () => {
    const server = serverWith({ "/a": { text: "old", version: "1" } });

    await publish(server, [wanted("/a", "newer")], [known("/a", "old")]);

    expect(server.reads).toEqual([]);
  });
});
