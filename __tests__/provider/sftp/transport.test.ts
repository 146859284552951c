import {
  existsSync,
  mkdirSync,
  readdirSync,
  readFileSync,
  rmSync,
  statSync,
  symlinkSync,
  writeFileSync,
} from "node:fs";
import { join } from "node:path";
import type { FileTransport, NewFile } from "../../../lib/provider/resources/files/transport";
import { StepFailure } from "../../../lib/provider/resources/files/transport";
import { SftpPool } from "../../../lib/provider/sftp/pool";
import { SftpTransport } from "../../../lib/provider/sftp/transport";
import { newKey, startSshServer, temporaryFolder, type TestServer } from "./ssh-server";

describe("SftpTransport", () => {
  const folder = temporaryFolder();
  const root = join(folder.path, "root");
  const identityFile = join(folder.path, "identity");
  const clientKey = newKey();
  const pool = new SftpPool({ agent: undefined, idleMs: 20, backOffMs: 5 });
  let server: TestServer;

  beforeAll(() => writeFileSync(identityFile, clientKey.privateKey, { mode: 0o600 }));
  beforeEach(async () => {
    mkdirSync(root);
    server = await startSshServer({ root, clientKey, identityFile });
  });
  afterEach(async () => {
    pool.close();
    await server.stop();
    rmSync(root, { recursive: true });
  });
  afterAll(() => folder[Symbol.dispose]());

  const file = (path: string, content: string, mode = 0o644): NewFile => ({
    path,
    bytes: Buffer.from(content),
    mode,
    found: undefined,
  });
  const use = <T>(
    work: (files: FileTransport) => Promise<T>,
    options: { signal?: AbortSignal; root?: string } = {},
  ): Promise<T> =>
    pool.use(
      { ...server.endpoint, connectTimeout: 5, bastions: [] },
      { waitSeconds: 0, ...(options.signal === undefined ? {} : { signal: options.signal }) },
      (session) => work(new SftpTransport(session, options.root)),
    );
  /** What came of a write: which files were told to be there, and what went wrong at which. */
  const write = async (files: readonly NewFile[], options: { signal?: AbortSignal; root?: string } = {}) => {
    const written: number[] = [];
    const failure = await use((transport) => transport.write(files, (index) => written.push(index)), options).then(
      () => undefined,
      (error: unknown) => (error instanceof StepFailure ? [error.index, String(error.cause)] : error),
    );
    return { written, failure };
  };
  const onServer = (path: string): string => readFileSync(join(root, path), "utf8");
  const named = (): readonly string[] => server.requests.map((name) => name.replace(/[0-9a-f]{12}/, "RANDOM"));

  describe("write", () => {
    it("writes a file under a name that begins with a dot, and renames it", async () => {
      await write([file("/a.txt", "hello", 0o640)]);

      expect(named()).toEqual([
        "OPEN /.a.txt.RANDOM",
        "WRITE",
        "FSTAT",
        "CLOSE",
        "RENAME /a.txt",
        "OPENDIR /",
        "READDIR",
        "READDIR",
        "CLOSE",
      ]);
      expect(onServer("/a.txt")).toBe("hello");
      expect(statSync(join(root, "a.txt")).mode & 0o777).toBe(0o640);
    });

    it("sets a mode that the server's umask does not let through, before the file is in its place", async () => {
      await write([file("/a.txt", "hello", 0o666), file("/b.txt", "hello", 0o666)]);

      expect(named().filter((name) => /^(FSETSTAT|FSTAT|RENAME)/.test(name))).toEqual([
        "FSTAT",
        "FSETSTAT",
        "FSETSTAT",
        "RENAME /a.txt",
        "RENAME /b.txt",
      ]);
      expect(statSync(join(root, "b.txt")).mode & 0o777).toBe(0o666);
    });

    it("lets many files appear in their order, and has none in sight whose turn has not come", async () => {
      const files = Array.from({ length: 300 }, (_, index) => file(`/${index % 7}/${index}`, `content ${index}`));
      const inSight = (): number => files.filter(({ path }) => existsSync(join(root, path))).length;
      const seen: [number, number][] = [];

      const stats = await use((transport) => transport.write(files, (index) => seen.push([index, inSight()])));

      expect(seen.map(([index]) => index)).toEqual(files.map((_, index) => index));
      expect(seen.filter(([index, count]) => count !== index + 1)).toEqual([]);
      expect(files.map(({ path }) => onServer(path))).toEqual(files.map((_, index) => `content ${index}`));
      expect(stats.map(({ size }) => size)).toEqual(files.map(({ bytes }) => bytes.length));
    });

    it("has no more requests under way than it may", async () => {
      const most = { now: 0, ever: 0 };
      server.onRequest = () => (most.ever = Math.max(most.ever, (most.now += 1)));
      server.onAnswer = () => (most.now -= 1);

      await write(Array.from({ length: 200 }, (_, index) => file(`/${index}`, "x".repeat(100_000))));

      expect(most.ever).toBeGreaterThan(16);
      expect(most.ever).toBeLessThanOrEqual(64);
    });

    it.each([
      ["the creation", "OPEN /x/.2.", "create /x/.2.RANDOM: Permission denied"],
      ["the rename", "RENAME /x/2", "rename to /x/2: Permission denied"],
    ])(
      "touches nothing after a file for which %s is refused, and leaves nothing behind",
      async (_name, refuse, why) => {
        server.refuse = refuse;

        const { written, failure } = await write(Array.from({ length: 100 }, (_, index) => file(`/x/${index}`, "new")));

        expect(written).toEqual([0, 1]);
        expect(failure).toEqual([2, expect.any(String)]);
        expect(String((failure as unknown[])[1]).replace(/[0-9a-f]{12}/, "RANDOM")).toBe(`Error: ${why}`);
        expect(readdirSync(join(root, "x")).sort()).toEqual([".made-by-slipway", "0", "1"]);
      },
    );

    it("leaves the old file and no other when a write is refused", async () => {
      writeFileSync(join(root, "a.txt"), "old");
      server.refuse = "WRITE";

      const { failure } = await write([file("/a.txt", "new")]);

      expect(failure).toEqual([0, expect.stringMatching(/^Error: write \/\.a\.txt\.[0-9a-f]{12}: Permission denied$/)]);
      expect([onServer("/a.txt"), readdirSync(root)]).toEqual(["old", ["a.txt"]]);
    });

    it("takes back the folders that it made for a file that never came", async () => {
      server.refuse = "OPEN /a/b/.1";

      await write([file("/a/b/1", "one"), file("/c/2", "two")]);

      expect(readdirSync(root)).toEqual([]);
    });

    it.each(["OPEN /.b.txt", "WRITE", "FSTAT"])("leaves nothing when it is interrupted at %s", async (request) => {
      const controller = new AbortController();
      server.onRequest = (name) => name.startsWith(request) && controller.abort(new Error("Operation cancelled"));

      const { failure } = await write([file("/b.txt", "third")], { signal: controller.signal });

      expect(failure).toEqual([0, "Error: Operation cancelled"]);
      expect(readdirSync(root)).toEqual([]);
    });

    it("finishes a rename that is under way when it is interrupted", async () => {
      const controller = new AbortController();
      server.onRequest = (name) => name.startsWith("RENAME") && controller.abort(new Error("Operation cancelled"));

      const { written } = await write([file("/b.txt", "whole"), file("/c.txt", "never")], {
        signal: controller.signal,
      });

      expect([written, readdirSync(root)]).toEqual([[0], ["b.txt"]]);
    });

    it("says at which file the connection was lost, and clears up at the next write", async () => {
      const files = Array.from({ length: 40 }, (_, index) => file(`/${index}`, "new"));
      server.onRequest = (name) => name === "RENAME /7" && server.dropAll();

      const { failure } = await write(files);
      server.onRequest = undefined;
      expect(failure).toEqual([7, expect.stringMatching(/^Error: rename to \/7: /)]);
      expect(readdirSync(root).some((name) => name.startsWith("."))).toBe(true);
      for (const name of readdirSync(root)) if (!name.startsWith(".")) rmSync(join(root, name));
      await write(files);

      expect(readdirSync(root).sort()).toEqual(files.map(({ path }) => path.slice(1)).sort());
    });
  });

  it("clears up what a broken-off write has left behind of any file that it was asked about", async () => {
    for (const name of ["a", ".a.0123456789ab", ".b.0123456789ab", ".c.0123456789ab"]) {
      writeFileSync(join(root, name), "x");
    }
    mkdirSync(join(root, "other"));
    for (const name of ["a", ".a.0123456789ab"]) writeFileSync(join(root, "other", name), "x");

    await use(async (transport) => {
      await transport.look(["/a", "/b", "/other/a"]);
      await transport.write([file("/b", "new")], () => undefined);
    });

    expect([readdirSync(root), readdirSync(join(root, "other"))]).toEqual([
      [".c.0123456789ab", "a", "b", "other"],
      ["a"],
    ]);
  });

  describe("write, where a rename does not replace", () => {
    beforeEach(() => writeFileSync(join(root, "a.txt"), "old"));

    it("has the old file step aside", async () => {
      await write([file("/a.txt", "new", 0o600)]);

      expect(named().filter((name) => /^(RENAME|REMOVE|STAT)/.test(name))).toEqual([
        "RENAME /a.txt",
        "STAT /a.txt",
        "RENAME /.a.txt.RANDOM",
        "RENAME /a.txt",
        "REMOVE /.a.txt.RANDOM",
      ]);
      expect([onServer("/a.txt"), readdirSync(root)]).toEqual(["new", ["a.txt"]]);
    });

    it.each([
      ["to step aside", ["RENAME /.a.txt"], ["old"], /rename to \/\.a\.txt\.[0-9a-f]{12}: Permission denied$/],
      ["to take its place", ["RENAME /a.txt", "RENAME /a.txt"], ["old"], /rename to \/a\.txt: Permission denied$/],
      ["the look", ["STAT /a.txt"], ["old"], /stat \/a\.txt: Permission denied$/],
    ])("keeps the old file and no other when it is refused %s", async (_name, refuse, contents, expected) => {
      const open = [...refuse];
      // The first rename onto the name fails by itself, as the old file is there.
      let renames = 0;
      server.onRequest = (name) => {
        if (name === "RENAME /a.txt") renames += 1;
        const isTurn = open[0] !== undefined && name.startsWith(open[0]);
        server.refuse = isTurn ? open.shift() : undefined;
        if (isTurn && renames === 2) open.length = 0;
      };

      const { failure } = await write([file("/a.txt", "new")]);

      expect(failure).toEqual([0, expect.stringMatching(expected)]);
      expect(readdirSync(root).map(onServer)).toEqual(contents);
      expect(readdirSync(root)).toEqual(["a.txt"]);
    });

    it("says where the old content is when it can neither be replaced nor put back", async () => {
      let renames = 0;
      server.onRequest = (name) => {
        if (name === "RENAME /a.txt") renames += 1;
        server.refuse = renames >= 2 ? "RENAME /a.txt" : undefined;
      };

      const { failure } = await write([file("/a.txt", "new")]);

      const [aside = ""] = readdirSync(root);
      expect(readdirSync(root)).toHaveLength(1);
      expect(onServer(aside)).toBe("old");
      expect(String((failure as unknown[])[1])).toContain(`replace /a.txt: its old content is at /${aside} now: `);
    });

    it("has the new file in its place when the old one cannot be removed, and removes it with the next write", async () => {
      server.refuse = "REMOVE /.a.txt";
      const { failure } = await write([file("/a.txt", "new")]);
      // The folder is looked at once more after the write: it tries again then.
      expect([failure, onServer("/a.txt"), readdirSync(root).length]).toEqual([undefined, "new", 2]);

      server.refuse = undefined;
      await write([file("/a.txt", "newer")]);

      expect([onServer("/a.txt"), readdirSync(root)]).toEqual(["newer", ["a.txt"]]);
    });

    it("refuses to replace a folder", async () => {
      mkdirSync(join(root, "taken/inside"), { recursive: true });

      const { failure } = await write([file("/taken", "new")]);

      expect(failure).toEqual([0, "Error: rename to /taken: Failure"]);
      expect(readdirSync(root)).toEqual(["a.txt", "taken"]);
    });
  });

  describe("folders", () => {
    it("are looked at once, made where they are missing, and go with the last file", async () => {
      mkdirSync(join(root, "given"));
      await write([file("/given/b/c/1", "1"), file("/given/b/c/2", "2"), file("/given/b/3", "3")]);
      expect(named().filter((name) => /^(STAT|MKDIR)/.test(name))).toEqual([
        "STAT /given",
        "STAT /given/b",
        "MKDIR /given/b",
        "MKDIR /given/b/c",
      ]);
      expect(readdirSync(join(root, "given/b/c"))).toEqual([".made-by-slipway", "1", "2"]);

      await use((transport) => transport.remove(["/given/b/c/2", "/given/b/c/1"], () => undefined));
      expect(readdirSync(join(root, "given/b"))).toEqual([".made-by-slipway", "3"]);
      await use((transport) => transport.remove(["/given/b/3"], () => undefined));

      expect(readdirSync(join(root, "given"))).toEqual([]);
    });
  });

  describe("folders that were made, and of which somebody has removed one", () => {
    const left = (): readonly string[] => readdirSync(root).sort();

    it("go with the last file, those above as well", async () => {
      await write([file("/b/c/d/1", "1")]);
      rmSync(join(root, "b/c"), { recursive: true });

      await use((transport) => transport.remove(["/b/c/d/1"], () => undefined));

      expect(left()).toEqual([]);
    });

    it("go where another operation removes the same ones at the same moment", async () => {
      await write([file("/b/c/1", "1"), file("/b/c/2", "2")]);
      server.onRequest = (request) => {
        if (request === "RMDIR /b/c") rmSync(join(root, "b/c"), { recursive: true });
      };

      await use((transport) => transport.remove(["/b/c/2", "/b/c/1"], () => undefined));

      expect(left()).toEqual([]);
    });

    it("stay where those above cannot be listed, which is no failure", async () => {
      await write([file("/b/c/1", "1")]);
      rmSync(join(root, "b/c"), { recursive: true });
      server.refuse = "OPENDIR /b";

      await use((transport) => transport.remove(["/b/c/1"], () => undefined));

      expect(left()).toEqual(["b"]);
    });
  });

  describe("links", () => {
    const outside = join(folder.path, "outside");

    beforeEach(() => {
      mkdirSync(outside);
      writeFileSync(join(outside, "secret"), "secret");
      mkdirSync(join(root, "srv"));
      symlinkSync(outside, join(root, "srv/link"));
    });
    afterEach(() => rmSync(outside, { recursive: true }));

    const refusal = expect.stringMatching(
      /^Error: use \/srv\/link: it is a symbolic link\. Links below \/ are not followed/,
    );

    it.each<[string, (transport: FileTransport) => Promise<unknown>]>([
      ["write", (transport) => transport.write([file("/srv/link/new", "x")], () => undefined)],
      ["look behind", (transport) => transport.look(["/a", "/srv/link/secret"])],
      ["remove", (transport) => transport.remove(["/srv/link/secret"], () => undefined)],
      ["read", (transport) => transport.read("/srv/link/secret")],
    ])("refuses to %s through a folder that is a link", async (_name, work) => {
      const error: unknown = await use(work).catch((reason: unknown) => reason);

      expect(String(error instanceof StepFailure ? error.cause : error)).toEqual(refusal);
      expect(readdirSync(outside)).toEqual(["secret"]);
    });

    it("sees a file that is a link as one, and replaces or removes the link, not what it leads to", async () => {
      symlinkSync(join(outside, "secret"), join(root, "a"));
      symlinkSync(join(outside, "secret"), join(root, "b"));

      const [stat] = await use((transport) => transport.look(["/a"]));
      await write([file("/a", "mine")]);
      await use((transport) => transport.remove(["/b"], () => undefined));

      expect(stat?.kind).toBe("link");
      expect([onServer("/a"), readFileSync(join(outside, "secret"), "utf8")]).toEqual(["mine", "secret"]);
      expect(readdirSync(root)).toEqual(["a", "srv"]);
    });

    it("follows a link that leads to the root, which the user trusts, and none below it", async () => {
      symlinkSync(outside, join(outside, "again"));

      const good = await write([file("/srv/link/new", "x")], { root: "/srv/link" });
      const bad = await write([file("/srv/link/again/new", "x")], { root: "/srv/link" });

      expect(good.failure).toBeUndefined();
      expect(bad.failure).toEqual([0, expect.stringMatching(/use \/srv\/link\/again: it is a symbolic link/)]);
    });
  });

  describe("look", () => {
    it("tells of many files by one listing of their folder, and where that is refused by asking for each", async () => {
      const paths = Array.from({ length: 20 }, (_, index) => `/x/${index}`);
      await write(paths.slice(0, 19).map((path) => file(path, "abc")));
      server.requests.length = 0;

      const listed = await use((transport) => transport.look(paths));
      expect(named()).toEqual(["STAT /x", "OPENDIR /x", "READDIR", "READDIR", "CLOSE"]);
      server.refuse = "OPENDIR";
      const asked = await use((transport) => transport.look(paths));

      expect(asked).toEqual(listed);
      expect(listed.map((stat) => stat?.size)).toEqual([...Array.from({ length: 19 }, () => 3), undefined]);
      expect(listed[0]).toEqual({
        kind: "file",
        size: 3,
        mode: 0o644,
        version: expect.stringMatching(/^\d{10}$/),
        isCoarse: true,
      });
    });
  });

  describe("remove", () => {
    it("removes in order; what is gone is fine, and a folder in a file's place stays", async () => {
      await write([file("/a", "1"), file("/x/b", "2")]);
      mkdirSync(join(root, "folder"));
      server.requests.length = 0;
      const removed: number[] = [];

      await use((transport) =>
        transport.remove(["/x/b", "/none", "/none/x", "/folder", "/a"], (index) => removed.push(index)),
      );

      expect(removed).toEqual([0, 1, 2, 3, 4]);
      expect(named().filter((name) => /^REMOVE \/[^.]*$/.test(name))).toEqual([
        "REMOVE /x/b",
        "REMOVE /none",
        "REMOVE /folder",
        "REMOVE /a",
      ]);
      expect(readdirSync(root)).toEqual(["folder"]);
    });

    it("removes with a file what broken-off writes of it have left behind, and nothing else", async () => {
      for (const name of ["a", ".a.0123456789ab", ".b.0123456789ab", ".a.draft"]) writeFileSync(join(root, name), "");

      await use((transport) => transport.remove(["/a"], () => undefined));

      expect(readdirSync(root)).toEqual([".a.draft", ".b.0123456789ab"]);
    });

    it("removes the folder with what broken-off writes have left behind of the files that are removed", async () => {
      await write([file("/made/a", "1")]);
      writeFileSync(join(root, "made", ".a.0123456789ab"), "");

      await use((transport) => transport.remove(["/made/a"], () => undefined));

      expect(readdirSync(root)).toEqual([]);
    });

    it("leaves a folder in which somebody else's file waits under its temporary name", async () => {
      await write([file("/made/a", "1")]);
      writeFileSync(join(root, "made", ".b.0123456789ab"), "");

      await use((transport) => transport.remove(["/made/a"], () => undefined));

      expect(readdirSync(join(root, "made"))).toEqual([".b.0123456789ab", ".made-by-slipway"]);
    });

    it("leaves its mark on a folder into which somebody puts a file while it is being removed", async () => {
      await write([file("/made/a", "1")]);
      server.onRequest = (request) => {
        if (request === "RMDIR /made") writeFileSync(join(root, "made", ".b.0123456789ab"), "");
      };

      await use((transport) => transport.remove(["/made/a"], () => undefined));

      expect(readdirSync(join(root, "made"))).toEqual([".b.0123456789ab", ".made-by-slipway"]);
    });

    it("names the first file that is still there", async () => {
      await write([file("/a", "1"), file("/b", "2"), file("/c", "3")]);
      server.refuse = "REMOVE /b";

      const error: unknown = await use((transport) =>
        transport.remove(["/c", "/b", "/a"], () => undefined).catch((reason: unknown) => reason),
      );

      expect(error).toBeInstanceOf(StepFailure);
      expect([(error as StepFailure).index, String((error as StepFailure).cause)]).toEqual([
        1,
        "Error: remove /b: Permission denied",
      ]);
      expect(readdirSync(root)).toEqual(["a", "b"]);
    });
  });
});
