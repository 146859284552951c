import { createHash, randomBytes } from "node:crypto";
import { spawn } from "node:child_process";
import {
  existsSync,
  mkdirSync,
  mkdtempSync,
  readdirSync,
  readFileSync,
  rmSync,
  statSync,
  symlinkSync,
  utimesSync,
  writeFileSync,
} from "node:fs";
import { createServer, type IncomingMessage, type Server, type ServerResponse } from "node:http";
import type { AddressInfo } from "node:net";
import { tmpdir } from "node:os";
import { join } from "node:path";
import { pathToFileURL } from "node:url";
import { type Download, sha256Of, withVerified } from "../../lib/coreos/download";
import { withLock } from "../../lib/coreos/lock";
import { here } from "../../lib/coreos/lock-holder";
import { until } from "../until";

const content = randomBytes(300_000);
const sha256 = createHash("sha256").update(content).digest("hex");

const sizeOf = (path: string): number => statSync(path, { throwIfNoEntry: false })?.size ?? 0;

describe("withVerified", () => {
  const folder = mkdtempSync(join(tmpdir(), "slipway-test-"));
  let directory: string;
  let count = 0;
  let server: Server;
  let url: string;
  let ranges: (string | undefined)[] = [];
  let answer: (request: IncomingMessage, response: ServerResponse) => void;

  const serve = (bytes: Buffer) => (request: IncomingMessage, response: ServerResponse) => {
    const from = Number(/^bytes=(\d+)-$/.exec(request.headers.range ?? "")?.[1] ?? 0);
    if (from >= bytes.length) return response.writeHead(416, { "content-range": `bytes */${bytes.length}` }).end();
    response.writeHead(from > 0 ? 206 : 200, {
      "content-length": bytes.length - from,
      ...(from > 0 ? { "content-range": `bytes ${from}-${bytes.length - 1}/${bytes.length}` } : {}),
    });
    return response.end(bytes.subarray(from));
  };

  beforeAll(async () => {
    server = createServer((request, response) => {
      ranges.push(request.headers.range);
      answer(request, response);
    });
    await new Promise<void>((resolve) => server.listen(0, "127.0.0.1", resolve));
    url = `http://127.0.0.1:${(server.address() as AddressInfo).port}/builds/live.iso?x=1`;
  });
  beforeEach(() => {
    directory = join(folder, `cache${count++}`);
    ranges = [];
    answer = serve(content);
  });
  afterAll(async () => {
    await new Promise((resolve) => {
      server.close(resolve);
      server.closeAllConnections();
    });
    rmSync(folder, { recursive: true });
  });

  const name = `${sha256.slice(0, 16)}-live.iso`;
  const download = (changes: Partial<Download> = {}): Promise<string> =>
    withVerified(
      { url, sha256, directory, ...changes },
      (path) => Promise.resolve({ sha256: sha256Of(path, changes.signal) }),
      (path, _, verified) => verified.then(() => path),
    );

  it("brings the file into the cache and nothing else", async () => {
    const progress: [number, number | undefined][] = [];

    const path = await download({ onProgress: (received, total) => progress.push([received, total]) });

    expect(path).toBe(join(directory, name));
    expect(readFileSync(path).equals(content)).toBe(true);
    expect(readdirSync(directory)).toEqual([name]);
    expect(progress.at(-1)).toEqual([300_000, 300_000]);
  });

  it("asks the network no more once the file is there", async () => {
    await download();
    await download();

    expect(ranges).toEqual([undefined]);
  });

  it("goes on where an earlier process stopped", async () => {
    mkdirSync(directory);
    writeFileSync(join(directory, `${name}.part`), content.subarray(0, 100_000));

    await download();

    expect(ranges).toEqual(["bytes=100000-"]);
  });

  it("goes on where the connection broke", async () => {
    answer = (_request, response) => {
      answer = serve(content);
      response.writeHead(200, { "content-length": content.length });
      response.write(content.subarray(0, 120_000));
      void until(() => sizeOf(join(directory, `${name}.part`)) > 0).then(() => response.destroy());
    };

    const path = await download();

    expect(readFileSync(path).equals(content)).toBe(true);
    expect(ranges).toEqual([undefined, expect.stringMatching(/^bytes=\d+-$/)]);
  });

  it("takes a whole file from a server that knows no ranges", async () => {
    mkdirSync(directory);
    writeFileSync(join(directory, `${name}.part`), content.subarray(0, 100_000));
    answer = (_request, response) => response.writeHead(200, { "content-length": content.length }).end(content);

    const path = await download();

    expect(readFileSync(path).equals(content)).toBe(true);
  });

  it("takes a part that is complete already", async () => {
    mkdirSync(directory);
    writeFileSync(join(directory, `${name}.part`), content);

    await expect(download()).resolves.toBe(join(directory, name));
  });

  it("begins again, once, when the part that was there is of another file", async () => {
    mkdirSync(directory);
    writeFileSync(join(directory, `${name}.part`), Buffer.alloc(100_000));

    const path = await download();

    expect(readFileSync(path).equals(content)).toBe(true);
    expect(ranges).toEqual(["bytes=100000-", undefined]);
  });

  it("replaces a cached file that was damaged since", async () => {
    const path = await download();
    writeFileSync(path, "damaged");

    await download();

    expect(readFileSync(path).equals(content)).toBe(true);
  });

  it("refuses a file with another hash and keeps nothing of it", async () => {
    answer = serve(Buffer.from("other"));

    await expect(download()).rejects.toMatchObject({
      problems: [
        { code: "coreos/wrong-hash", got: expect.stringMatching(/^sha256 [0-9a-f]{64}$/), allowed: `sha256 ${sha256}` },
      ],
    });
    expect(readdirSync(directory)).toEqual([]);
  });

  it("refuses at once what the server does not have", async () => {
    answer = (_request, response) => response.writeHead(404).end("no");

    await expect(download()).rejects.toMatchObject({
      problems: [{ code: "coreos/unreachable", what: expect.stringContaining("HTTP 404 Not Found") }],
    });
    expect(ranges).toHaveLength(1);
  });

  it("tries again when the server has a bad moment", async () => {
    answer = (_request, response) => {
      answer = serve(content);
      response.writeHead(503).end();
    };

    await expect(download()).resolves.toBe(join(directory, name));
  });

  it("says at once that the cache is full, and names the folder", async () => {
    mkdirSync(directory);
    symlinkSync("/dev/full", join(directory, `${sha256.slice(0, 16)}-live.iso.part`));

    const error = await download({ url: `${url}&token=hunter2` }).catch(String);

    expect(error).toContain(`coreos/cache\n  the cache folder ${directory} cannot take the download: ENOSPC`);
    expect(error).toContain("make room there, or name another by cache_directory (SLIPWAY_CACHE_DIR)");
    expect(error).not.toContain("hunter2");
    expect(ranges).toHaveLength(1);
  });

  it("names a cache folder that cannot be made", async () => {
    writeFileSync(directory, "a file");

    const error = await download().catch(String);

    expect(error).toContain(`the cache folder ${directory} cannot take the download: E`);
  });

  it("ends when the user interrupts, and frees the lock", async () => {
    const controller = new AbortController();
    answer = (_request, response) => {
      response.writeHead(200, { "content-length": content.length });
      response.write(content.subarray(0, 1000), () => controller.abort(new Error("interrupted")));
    };

    await expect(download({ signal: controller.signal })).rejects.toThrow("interrupted");
    expect(existsSync(join(directory, `${name}.lock`))).toBe(false);
  });

  it("downloads once for several who want the same file at the same time", async () => {
    await Promise.all([download(), download(), download()]);

    expect(ranges).toEqual([undefined]);
  });

  describe("with mirrors", () => {
    const mirror = join(folder, "mirror");

    beforeAll(() => {
      mkdirSync(join(mirror, "builds"), { recursive: true });
      writeFileSync(join(mirror, "builds/live.iso"), content);
    });

    it("asks the next one where the URL fails, for the same path", async () => {
      const gone = new URL(url);
      gone.pathname = "/elsewhere/builds/live.iso";
      const asked: (string | undefined)[] = [];
      answer = (request, response) => {
        asked.push(request.url);
        if (request.url?.startsWith("/copy/") === true) return void serve(content)(request, response);
        response.writeHead(404).end();
      };

      const path = await download({ url: gone.href, mirrors: [`${gone.origin}/none`, `${gone.origin}/copy/`] });

      expect(readFileSync(path).equals(content)).toBe(true);
      expect(asked).toEqual([
        "/elsewhere/builds/live.iso?x=1",
        "/none/elsewhere/builds/live.iso",
        "/copy/elsewhere/builds/live.iso",
      ]);
    });

    it("takes the file from a folder of this machine, without copying it", async () => {
      answer = serve(Buffer.from("other"));

      await expect(download({ mirrors: [pathToFileURL(mirror).href] })).resolves.toBe(join(mirror, "builds/live.iso"));
      expect(readdirSync(directory)).toEqual([]);
    });

    it("refuses with what is wrong at each place", async () => {
      answer = (_request, response) => response.writeHead(404).end();

      await expect(download({ mirrors: ["/nowhere"] })).rejects.toMatchObject({
        problems: [
          { code: "coreos/unreachable", path: ["source", "url"] },
          { code: "coreos/no-such-file", path: ["source", "url"], got: "/nowhere/builds/live.iso" },
        ],
      });
    });
  });

  describe("with a file of this machine", () => {
    const local = join(folder, "local.iso");

    beforeAll(() => writeFileSync(local, content));

    it.each([
      ["a path", local],
      ["a file: URL", pathToFileURL(local).href],
    ])("answers where it is, given %s", async (_name, source) => {
      await expect(download({ url: source })).resolves.toBe(local);
      expect(existsSync(directory)).toBe(false);
    });

    it("refuses one with another hash, and one that is not there", async () => {
      await expect(download({ url: local, sha256: "00".repeat(32) })).rejects.toMatchObject({
        problems: [{ code: "coreos/wrong-hash" }],
      });
      await expect(download({ url: "/nowhere/live.iso" })).rejects.toMatchObject({
        problems: [{ code: "coreos/no-such-file" }],
      });
    });
  });
});

describe("withLock", () => {
  const folder = mkdtempSync(join(tmpdir(), "slipway-test-"));
  const path = join(folder, "lock");

  afterEach(() => rmSync(path, { force: true }));
  afterAll(() => rmSync(folder, { recursive: true }));

  it("lets one at a time work", async () => {
    let working = 0;
    const work = async (): Promise<number> => {
      const now = ++working;
      await new Promise((resolve) => setTimeout(resolve, 5));
      working--;
      return now;
    };

    expect(await Promise.all([1, 2, 3].map(() => withLock(path, undefined, work)))).toEqual([1, 1, 1]);
    expect(existsSync(path)).toBe(false);
  });

  it("takes over the lock of a process that is gone", async () => {
    const gone = spawn(process.execPath, ["-e", ""]);
    await new Promise((resolve) => gone.once("exit", resolve));
    writeFileSync(path, `${gone.pid} ${here} token`);

    await expect(withLock(path, undefined, () => Promise.resolve("done"))).resolves.toBe("done");
    expect(readdirSync(folder)).toEqual([]);
  });

  it.each([
    ["an earlier process of the same id", `${process.pid} ${here} token`, false],
    ["another machine, silent for long", "1 elsewhere token", true],
    ["nobody, silent for long", "", true],
  ])("takes over the lock of %s", async (_name, holder, isOld) => {
    writeFileSync(path, holder);
    if (isOld) utimesSync(path, 1, 1);

    await expect(withLock(path, undefined, () => Promise.resolve("done"))).resolves.toBe("done");
  });

  it("waits for a holder that lives, until the user interrupts", async () => {
    writeFileSync(path, `${process.ppid} ${here} token`);
    const controller = new AbortController();
    setTimeout(() => controller.abort(), 20);

    await expect(withLock(path, controller.signal, () => Promise.resolve())).rejects.toThrow("aborted");
    expect(readFileSync(path, "utf8")).toBe(`${process.ppid} ${here} token`);
  });
});
