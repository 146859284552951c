import { createHash } from "node:crypto";
import { existsSync, mkdirSync, mkdtempSync, readdirSync, rmSync, utimesSync, writeFileSync } from "node:fs";
import { createServer, type Server } from "node:http";
import type { AddressInfo } from "node:net";
import { tmpdir } from "node:os";
import { join } from "node:path";
import { markInUse, shrinkCache } from "../../lib/coreos/cache";
import { withVerified } from "../../lib/coreos/download";
import { withLock } from "../../lib/coreos/lock";
import { here } from "../../lib/coreos/lock-holder";

const folder = mkdtempSync(join(tmpdir(), "slipway-cache-"));
const image = (digit: string): string => `${digit.repeat(16)}-live.iso`;
const [A, B, C] = [image("a"), image("b"), image("c")];
let directory: string;
let count = 0;

/** Of 100 bytes each, the first used longest ago. */
function holds(...names: readonly string[]): void {
  for (const [index, name] of names.entries()) {
    writeFileSync(join(directory, name), Buffer.alloc(100));
    utimesSync(join(directory, name), 1000 + index, 1000 + index);
  }
}

const left = (): readonly string[] => readdirSync(directory).sort();

beforeEach(() => mkdirSync((directory = join(folder, String(count++)))));
afterAll(() => rmSync(folder, { recursive: true }));

describe("shrinkCache", () => {
  const shrink = (limit: number, keep = ""): Promise<void> => shrinkCache(directory, limit, join(directory, keep));

  it("keeps everything within the limit", async () => {
    holds(A, B, C);

    await shrink(300);

    expect(left()).toEqual([A, B, C]);
  });

  it("removes what was used longest ago, and no more than it must", async () => {
    holds(B, A, C);

    await shrink(250);

    expect(left()).toEqual([A, C]);
  });

  it("counts and removes what is left of an interrupted download", async () => {
    holds(`${A}.part`, B);

    await shrink(150);

    expect(left()).toEqual([B]);
  });

  it("keeps the image that was just brought, whatever the limit", async () => {
    holds(A, B);

    await shrink(0, A);

    expect(left()).toEqual([A]);
  });

  it("touches nothing that is not an image of ours", async () => {
    holds("opentofu-1.12.6", "b8e5a675-live.iso", "notes.iso");
    mkdirSync(join(directory, `${"d".repeat(16)}-folder`));

    await shrink(0);

    expect(left()).toEqual(["b8e5a675-live.iso", `${"d".repeat(16)}-folder`, "notes.iso", "opentofu-1.12.6"]);
  });

  it("keeps what is in use until it is not any more", async () => {
    holds(A, B);
    const release = await markInUse(join(directory, A));

    await shrink(0);
    const during = left().filter((name) => !name.includes(".in-use-"));
    await release();
    await shrink(0);

    expect(during).toEqual([A]);
    expect(left()).toEqual([]);
  });

  it("keeps what is being downloaded", async () => {
    holds(`${A}.part`, B);

    await withLock(join(directory, `${A}.lock`), undefined, () => shrink(0));

    expect(left()).toEqual([`${A}.part`]);
  });

  it("heeds no mark of a process that is gone", async () => {
    holds(A);
    writeFileSync(join(directory, `${A}.in-use-0`), `${process.pid} ${here} of an earlier process`);

    await shrink(0);

    expect(left()).toEqual([]);
  });
});

describe("withVerified", () => {
  let server: Server;
  let origin: string;

  beforeAll(async () => {
    server = createServer((request, response) => response.end(Buffer.alloc(100, request.url)));
    await new Promise<void>((resolve) => server.listen(0, "127.0.0.1", resolve));
    origin = `http://127.0.0.1:${(server.address() as AddressInfo).port}`;
  });
  afterAll(() => new Promise((resolve) => server.close(resolve)));

  const sha256 = (path: string): string => createHash("sha256").update(Buffer.alloc(100, path)).digest("hex");
  const bring = <T>(path: string, cacheLimitBytes: number, use: (path: string) => Promise<T>): Promise<T> =>
    withVerified(
      { url: `${origin}${path}`, sha256: sha256(path), directory, cacheLimitBytes },
      () => Promise.resolve({ sha256: Promise.resolve(sha256(path)) }),
      use,
    );

  it("lets go what is over the limit, but not the file that it brings", async () => {
    holds(A, B);

    const path = await bring("/x.iso", 200, (brought) => Promise.resolve(brought));

    expect(left()).toEqual([B, path.slice(directory.length + 1)].sort());
  });

  it("keeps a file while it is used, by whomever the place is needed, and uses the oldest first", async () => {
    const kept = await bring("/x.iso", 100, async (path) => {
      await bring("/y.iso", 100, () => Promise.resolve());
      return existsSync(path);
    });

    await bring("/z.iso", 100, () => Promise.resolve());

    expect(kept).toBe(true);
    expect(left()).toEqual([`${sha256("/z.iso").slice(0, 16)}-z.iso`]);
  });

  it("forgets its mark when the use fails", async () => {
    await expect(bring("/x.iso", 100, () => Promise.reject(new Error("no")))).rejects.toThrow("no");

    expect(left()).toEqual([`${sha256("/x.iso").slice(0, 16)}-x.iso`]);
  });
});
