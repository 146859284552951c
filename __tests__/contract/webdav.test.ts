import { X509Certificate } from "node:crypto";
import {
  chmodSync,
  existsSync,
  mkdirSync,
  readdirSync,
  readFileSync,
  rmSync,
  statSync,
  utimesSync,
  writeFileSync,
} from "node:fs";
import { StepFailure, type NewFile } from "../../lib/provider/resources/files/transport";
import type { WebdavTransport } from "../../lib/provider/webdav/transport";
import { decodeWebdav } from "../../lib/provider/webdav/server-config";
import { useWebdav } from "../../lib/provider/webdav/use";
import { findProgram, fromPackage } from "./judges/judge";
import { PASSWORD, WebdavServer } from "./judges/webdav";

jest.setTimeout(60_000);

const apache = fromPackage("apache2", "apache2-bin");
const nginx = fromPackage("nginx", "nginx-light") ?? findProgram("nginx");
const settings = (server: WebdavServer) => ({
  url: server.url,
  ca_certificate: server.certificate,
  connect_timeout: 10,
});

const file = (path: string, text: string): NewFile => ({
  path,
  bytes: Buffer.from(text),
  mode: 0o644,
  found: undefined,
});

describe.each([
  {
    program: apache,
    what: "Apache, with a password",
    start: WebdavServer.apache,
    login: (server: WebdavServer) => ({ username: "operator", password_file: server.path("password") }),
    listsFolders: true,
  },
  {
    program: nginx,
    what: "nginx, with a client certificate",
    start: WebdavServer.nginx,
    login: (server: WebdavServer) => ({
      client_certificate_file: server.path("client.pem"),
      client_key_file: server.path("client.key"),
    }),
    listsFolders: false,
  },
])("files over WebDAV on $what", ({ program, start, login, listsFolders }) => {
  if (program === undefined) {
    it.skip("(it cannot be had here)", () => undefined);
    return;
  }
  let server: WebdavServer;
  beforeEach(async () => (server = await start(program)));
  afterEach(() => server.stop());

  function using<T>(work: (files: WebdavTransport) => Promise<T>, change: object = {}): Promise<T> {
    const config = decodeWebdav({ ...settings(server), ...login(server), ...change });
    return useWebdav(config, {}, { waitSeconds: 10 }, work);
  }

  async function write(...files: readonly NewFile[]): Promise<void> {
    await using(async (transport) => {
      await transport.look(files.map(({ path }) => path));
      await transport.write(files, () => undefined);
    });
  }

  const onDisk = (path: string): string => readFileSync(server.path(`www${path}`), "utf8");
  const listed = (path: string): readonly string[] => readdirSync(server.path(`www${path}`)).sort();

  it("writes files in order, folders and all, and reads them back", async () => {
    const order: number[] = [];
    const many = Array.from({ length: 40 }, (_, index) => file(`/guests/a b/${index}%?#é.ign`, `content ${index}`));

    const stats = await using((files) => files.write(many, (index) => order.push(index)));

    expect(order).toEqual(many.map((_, index) => index));
    expect(stats.map(({ kind, size }) => [kind, size])).toEqual(many.map(({ bytes }) => ["file", bytes.length]));
    expect(listed("/guests/a b")).toEqual([".made-by-slipway", ...many.map(({ path }) => path.slice(12))].sort());
    expect((await using((files) => files.read("/guests/a b/7%?#é.ign")))?.toString()).toBe("content 7");
  });

  it("makes a folder that others make at the same moment", async () => {
    const all = Array.from({ length: 12 }, (_, index) => file(`/shared/deep/${index}`, String(index)));

    await Promise.all(all.map((one) => using((files) => files.write([one], () => undefined))));

    expect(listed("/shared/deep")).toEqual([".made-by-slipway", ...all.map((_, index) => String(index))].sort());
  });

  it("knows what is there, what is not, and what is a folder", async () => {
    writeFileSync(server.path("www/there"), "four");
    mkdirSync(server.path("www/folder"));

    const [there, folder, not, deep] = await using((files) => files.look(["/there", "/folder", "/not", "/not/deep"]));

    expect(there).toMatchObject({ kind: "file", size: 4, mode: undefined });
    expect(there?.version).toMatch(/^"/);
    expect(folder?.kind).toBe("folder");
    expect([not, deep]).toEqual([undefined, undefined]);
    expect(await using((files) => files.read("/not"))).toBeUndefined();
  });

  it("puts a new content in place of an old one, which others see until it is whole", async () => {
    writeFileSync(server.path("www/file"), "old");
    chmodSync(server.path("www/file"), 0o666);
    const inode = statSync(server.path("www/file")).ino;

    await write(file("/file", "new"));

    expect(onDisk("/file")).toBe("new");
    // Renamed into its place, not written over.
    expect(statSync(server.path("www/file")).ino).not.toBe(inode);
    expect(listed("/")).toEqual(["file"]);
  });

  it("tells by the version whether a file was changed", async () => {
    writeFileSync(server.path("www/file"), "one");
    const look = () => using(async (files) => (await files.look(["/file"]))[0]?.version);
    const [before, again] = [await look(), await look()];

    writeFileSync(server.path("www/file"), "two");
    // nginx tells times by the second.
    const later = new Date(statSync(server.path("www/file")).mtimeMs + 2000);
    utimesSync(server.path("www/file"), later, later);

    expect(again).toBe(before);
    expect(await look()).not.toBe(before);
  });

  it("refuses to write over what somebody else has changed meanwhile, and leaves nothing of its own behind", async () => {
    writeFileSync(server.path("www/b"), "old");
    const written: number[] = [];

    const failure: unknown = await using(async (files) => {
      await files.look(["/a", "/new/b", "/b", "/c"]);
      writeFileSync(server.path("www/b"), "from somebody else");
      return files.write(
        ["/a", "/b", "/new/c"].map((path) => file(path, "ours")),
        (index) => written.push(index),
      );
    }).catch((error: unknown) => error);

    expect(failure).toBeInstanceOf(StepFailure);
    expect(String((failure as StepFailure).cause)).toContain("somebody else has changed it meanwhile");
    expect([(failure as StepFailure).index, written]).toEqual([1, [0]]);
    expect(onDisk("/b")).toBe("from somebody else");
    expect(listed("/").filter((name) => name.startsWith("."))).toEqual([]);
    expect(existsSync(server.path("www/new/c"))).toBe(false);
  });

  it("removes what a broken-off apply had sent ahead of the files that it writes, where the server lists folders", async () => {
    await write(file("/made/one", "1"));
    for (const name of [".one.0123456789ab", ".other.0123456789ab"])
      writeFileSync(server.path(`www/made/${name}`), "x");

    await write(file("/made/one", "new"));

    const left = listsFolders ? [] : [".one.0123456789ab"];
    expect(listed("/made")).toEqual([".made-by-slipway", ...left, ".other.0123456789ab", "one"].sort());
  });

  it("removes what a broken-off apply had sent ahead of the files that it removes, and with it their folder", async () => {
    await write(file("/made/one", "1"));
    writeFileSync(server.path("www/made/.one.0123456789ab"), "x");

    await using((files) => files.remove(["/made/one"], () => undefined));

    expect(existsSync(server.path("www/made"))).toBe(!listsFolders);
  });

  it("leaves what somebody else has sent ahead, and the folder with it", async () => {
    await write(file("/made/one", "1"));
    for (const name of [".one.0123456789ab", ".other.0123456789ab"])
      writeFileSync(server.path(`www/made/${name}`), "x");

    await using((files) => files.remove(["/made/one"], () => undefined));

    const left = listsFolders ? [] : [".one.0123456789ab"];
    expect(listed("/made")).toEqual([".made-by-slipway", ...left, ".other.0123456789ab"].sort());
  });

  it("removes files in order, and leaves a folder in a file's place alone", async () => {
    await write(file("/made/deep/one", "1"), file("/made/two", "2"));
    mkdirSync(server.path("www/folder"));
    writeFileSync(server.path("www/folder/theirs"), "x");
    const removed: number[] = [];

    await using((files) =>
      files.remove(["/made/two", "/made/deep/one", "/folder", "/never"], (index) => removed.push(index)),
    );

    expect(removed).toEqual([0, 1, 2, 3]);
    expect(existsSync(server.path("www/folder/theirs"))).toBe(true);
    // A folder goes only where the server tells that it is empty.
    expect(existsSync(server.path("www/made"))).toBe(!listsFolders);
    expect(existsSync(server.path("www/made/deep/one"))).toBe(false);
  });

  it("removes the folder above one that is gone already", async () => {
    await write(file("/made/deep/one", "1"));
    rmSync(server.path("www/made/deep"), { recursive: true });

    await using((files) => files.remove(["/made/deep/one"], () => undefined));

    expect(existsSync(server.path("www/made"))).toBe(!listsFolders);
  });

  it("leaves a folder that holds what is not ours, and one that it has not made", async () => {
    mkdirSync(server.path("www/theirs"));
    chmodSync(server.path("www/theirs"), 0o777);
    await write(file("/theirs/a", "1"), file("/ours/b", "2"));
    writeFileSync(server.path("www/ours/foreign"), "x");

    await using((files) => files.remove(["/ours/b", "/theirs/a"], () => undefined));

    expect(listed("/theirs")).toEqual([]);
    expect(listed("/ours")).toEqual([".made-by-slipway", "foreign"]);
  });

  it("refuses a certificate that is not the pinned one, with both fingerprints", async () => {
    const shown = new X509Certificate(server.certificate).fingerprint256;
    const other = Array(32).fill("AB").join(":");
    const pinned = (fingerprint: string) =>
      using((files) => files.look(["/none"]), { ca_certificate: null, fingerprint });

    expect(await pinned(shown.replaceAll(":", "").toLowerCase())).toEqual([undefined]);
    await expect(pinned(other)).rejects.toThrow(new RegExp(`pinned: ${other}\\n {2}shown: {2}${shown}`));
    await expect(using((files) => files.look(["/none"]), { ca_certificate: null })).rejects.toThrow("ca_certificate");
  });

  it("refuses what reads more than it may", async () => {
    writeFileSync(server.path("www/large"), "x".repeat(1000));

    await expect(using((files) => files.read("/large", 999))).rejects.toThrow("larger than 999 bytes");
  });
});

describe("logging in to a WebDAV server", () => {
  if (apache === undefined || nginx === undefined) {
    it.skip("(there is none here)", () => undefined);
    return;
  }

  it("takes the password and the token of the environment where no file is named", async () => {
    const [first, second] = [await WebdavServer.apache(apache), await WebdavServer.nginx(nginx)];
    const look = (config: object, secrets: object) =>
      useWebdav(decodeWebdav({ ...config }), secrets, { waitSeconds: 0 }, (files) => files.look(["/none"]));
    try {
      const byPassword = look({ ...settings(first), username: "operator" }, { password: PASSWORD });
      const byToken = look({ ...settings(second), token_file: second.path("token") }, {});

      expect([await byPassword, await byToken]).toEqual([[undefined], [undefined]]);
      await expect(look({ ...settings(first), username: "operator" }, { password: "wrong" })).rejects.toThrow(
        "does not accept the credentials",
      );
      await expect(look(settings(second), { token: "wrong" })).rejects.toThrow("does not accept the credentials");
      await expect(look({ ...settings(first), username: "operator" }, {})).rejects.toThrow("SLIPWAY_WEBDAV_PASSWORD");
    } finally {
      await first.stop();
      await second.stop();
    }
  });
});
