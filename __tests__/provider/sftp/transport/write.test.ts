import { existsSync, statSync } from "node:fs";
import { join } from "node:path";
import { aTransport, file } from "./a-transport";

describe("SftpTransport", () => {
  const { named, served, use, write } = aTransport();
  const { onServer, root } = served;

  describe("write", () => {
    it("writes a file under a name that begins with a dot, and renames it", async () => {
      expect(await write([file("/a.txt", "hello", 0o640)])).toEqual({ written: [0], failure: undefined });

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
      served.server.onRequest = () => (most.ever = Math.max(most.ever, (most.now += 1)));
      served.server.onAnswer = () => (most.now -= 1);

      await write(Array.from({ length: 200 }, (_, index) => file(`/${index}`, "x".repeat(100_000))));

      expect(most.ever).toBeGreaterThan(16);
      expect(most.ever).toBeLessThanOrEqual(64);
    });
  });
});
