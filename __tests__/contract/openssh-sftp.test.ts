import { spawnSync } from "node:child_process";
import { readdirSync, readFileSync, statSync, symlinkSync } from "node:fs";
import { join } from "node:path";
import type { FileTransport } from "../../lib/provider/resources/files/transport";
import { SftpPool } from "../../lib/provider/sftp/pool";
import type { ServerConfig } from "../../lib/provider/sftp/server-config";
import { SftpTransport } from "../../lib/provider/sftp/transport";
import { newKey } from "../provider/sftp/ssh-server";
import { reservePort } from "../reserved-port";
import { CAN_RUN_SSHD, type OpenSsh, startOpenSsh } from "./openssh";

jest.setTimeout(60_000);

(CAN_RUN_SSHD ? describe : describe.skip)("SFTP with OpenSSH, chroot and internal-sftp", () => {
  let sshd: OpenSsh;
  let bastion: OpenSsh;
  let server: ServerConfig;
  const pool = new SftpPool({ agent: undefined, idleMs: 50, backOffMs: 20 });

  beforeAll(async () => {
    [sshd, bastion] = await Promise.all([startOpenSsh(), startOpenSsh({ chroot: false })]);
    server = { ...sshd.endpoint, connectTimeout: 10, bastions: [bastion.endpoint] };
  });
  afterAll(async () => {
    pool.close();
    await Promise.all([sshd.stop(), bastion.stop()]);
  });

  const use = <T>(work: (files: FileTransport) => Promise<T>): Promise<T> =>
    pool.use(server, { waitSeconds: 10 }, (session) => work(new SftpTransport(session)));
  const file = (path: string, content: string, mode = 0o644) => ({
    path,
    bytes: Buffer.from(content),
    mode,
    found: undefined,
  });
  const nothing = (): void => undefined;

  it("waits for it, goes through a bastion, and replaces a file by posix-rename", async () => {
    await use((files) => files.write([file("/dhcp/hosts/102", "first", 0o640)], nothing));
    const [stat] = await use((files) => files.write([file("/dhcp/hosts/102", "second", 0o666)], nothing));

    await pool.use(server, { waitSeconds: 0 }, async (session) => {
      expect((await session.read("/dhcp/hosts/102"))?.toString()).toBe("second");
      expect((await session.readTail("/dhcp/hosts/102", 3))?.toString()).toBe("ond");
      expect((await session.list("/dhcp/hosts")).map(({ name }) => name)).toEqual([".made-by-slipway", "102"]);
    });
    expect(readFileSync(join(sshd.root, "dhcp/hosts/102"), "utf8")).toBe("second");
    const real = statSync(join(sshd.root, "dhcp/hosts/102"));
    expect(stat).toEqual({
      kind: "file",
      size: 6,
      mode: 0o666,
      version: String(Math.floor(real.mtimeMs / 1000)),
      isCoarse: true,
    });
    expect(real.mode & 0o777).toBe(0o666);
  });

  it("removes a file with the folders that it made", async () => {
    await use((files) => files.remove(["/dhcp/hosts/102"], nothing));

    expect(readdirSync(join(sshd.root, "dhcp"))).toEqual([]);
  });

  it("writes a thousand files in their order, large ones among them, and looks at them by a listing", async () => {
    const contentOf = (index: number): string => `${index} `.repeat(index % 100 === 0 ? 50_000 : 20);
    const many = Array.from({ length: 1000 }, (_, index) => file(`/dhcp/${index % 3}/${index}`, contentOf(index)));
    const seen: number[] = [];

    await use((files) => files.write(many, (index) => seen.push(index)));
    const stats = await use((files) => files.look(many.map(({ path }) => path)));

    expect(seen).toEqual(many.map((_, index) => index));
    expect(stats.map((stat) => stat?.size)).toEqual(many.map(({ bytes }) => bytes.length));
    expect(many.filter(({ path, bytes }) => !readFileSync(join(sshd.root, path)).equals(bytes))).toEqual([]);

    await use((files) => files.remove(many.map(({ path }) => path).reverse(), nothing));
    expect(readdirSync(join(sshd.root, "dhcp"))).toEqual([]);
  }, 60_000);

  it("refuses to write through a link", async () => {
    symlinkSync("/dhcp", join(sshd.root, "link"));

    const work = use((files) => files.write([file("/link/a", "x")], nothing));

    await expect(work).rejects.toMatchObject({
      index: 0,
      cause: { message: expect.stringContaining("use /link: it is a symbolic link") },
    });
    expect(readdirSync(join(sshd.root, "dhcp"))).toEqual([]);
  });

  it("says that the server is not to be reached when the bastion cannot reach it", async () => {
    const { port, release } = await reservePort();

    await expect(pool.use({ ...server, port }, { waitSeconds: 0 }, (session) => session.list("/"))).rejects.toThrow(
      /cannot reach 127\.0\.0\.1:\d+: .*Connection refused/,
    );
    await release();
  });

  it("refuses another host key with the fingerprint that ssh-keygen shows", async () => {
    const pinned = newKey().publicKey;
    const shown = spawnSync("ssh-keygen", ["-lf", "-"], { input: `${pinned}\n`, encoding: "utf8" });
    const fingerprint = shown.stdout.split(" ")[1];

    expect(fingerprint).toMatch(/^SHA256:/);
    await expect(
      pool.use({ ...server, bastions: [], hostKeys: [pinned] }, { waitSeconds: 0 }, (session) => session.list("/")),
    ).rejects.toThrow(`allowed: ${fingerprint}`);
  });
});
