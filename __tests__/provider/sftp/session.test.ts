import { mkdirSync, rmSync, writeFileSync } from "node:fs";
import { join } from "node:path";
import { SftpPool } from "../../../lib/provider/sftp/pool";
import type { SftpSession } from "../../../lib/provider/sftp/session";
import { newKey, startSshServer, temporaryFolder, type TestServer } from "./ssh-server";

describe("SftpSession", () => {
  const folder = temporaryFolder();
  const root = join(folder.path, "root");
  const identityFile = join(folder.path, "identity");
  const clientKey = newKey();
  const pool = new SftpPool({ agent: undefined, idleMs: 20, backOffMs: 5 });
  const large = Buffer.alloc(100_000, "abcdefg");
  let server: TestServer;

  beforeAll(async () => {
    writeFileSync(identityFile, clientKey.privateKey, { mode: 0o600 });
    mkdirSync(root);
    mkdirSync(join(root, "given"));
    writeFileSync(join(root, "a.txt"), "other");
    writeFileSync(join(root, "large"), large, { mode: 0o644 });
    server = await startSshServer({ root, clientKey, identityFile });
  });
  afterAll(async () => {
    pool.close();
    await server.stop();
    rmSync(root, { recursive: true });
    folder[Symbol.dispose]();
  });

  const use = <T>(work: (session: SftpSession) => Promise<T>): Promise<T> =>
    pool.use({ ...server.endpoint, connectTimeout: 5, bastions: [] }, { waitSeconds: 0 }, work);

  it("reads large files, tails, lists and stats; what is missing is no error", async () => {
    const result = await use(async (one) => ({
      same: (await one.read("/large"))?.equals(large),
      tail: (await one.readTail("/large", 7))?.toString(),
      wholeTail: (await one.readTail("/a.txt", 700))?.toString(),
      list: (await one.list("/")).map(({ name, stat }) => [name, stat.kind, stat.kind === "file" ? stat.size : 0]),
      stat: await one.stat("/large"),
      missing: [
        await one.read("/none"),
        await one.readTail("/none", 5),
        await one.stat("/none/x"),
        await one.list("/none"),
      ],
    }));

    expect(result).toEqual({
      same: true,
      tail: large.subarray(-7).toString(),
      wholeTail: "other",
      list: [
        ["a.txt", "file", 5],
        ["given", "folder", 0],
        ["large", "file", 100_000],
      ],
      stat: { kind: "file", size: 100_000, mode: 0o644, mtime: expect.any(Number) },
      missing: [undefined, undefined, undefined, []],
    });
  });

  it("refuses to read more than the limit", async () => {
    await expect(use((one) => one.read("/large", 99_999))).rejects.toThrow(
      "read /large: it is larger than 99999 bytes",
    );
  });
});
