import { type ChildProcess, spawn, spawnSync } from "node:child_process";
import {
  existsSync,
  mkdirSync,
  mkdtempSync,
  readdirSync,
  readFileSync,
  rmSync,
  statSync,
  writeFileSync,
} from "node:fs";
import { type AddressInfo, createServer } from "node:net";
import { join } from "node:path";
import { SftpPool } from "../../lib/provider/sftp/pool";
import type { ServerConfig } from "../../lib/provider/sftp/server-config";
import { newKey } from "../provider/sftp/ssh-server";

const SSHD = "/usr/sbin/sshd";
const canRun = process.getuid?.() === 0 && existsSync(SSHD);

/** sshd wants a chroot that belongs to root all the way up, so this needs root and a folder of its own. */
(canRun ? describe : describe.skip)("SftpPool with OpenSSH, chroot and internal-sftp", () => {
  let folder: string;
  let sshd: ChildProcess;
  let server: ServerConfig;
  const pool = new SftpPool({ agent: undefined, idleMs: 50, backOffMs: 20 });

  beforeAll(async () => {
    folder = mkdtempSync("/var/lib/slipway-test-"); // sshd refuses a chroot below a folder such as /tmp
    mkdirSync(join(folder, "root"));
    mkdirSync(join(folder, "root/dhcp"));
    mkdirSync("/run/sshd", { recursive: true });
    const [hostKey, clientKey] = [newKey(), newKey()];
    const file = (name: string, content: string): string => {
      writeFileSync(join(folder, name), content, { mode: 0o600 });
      return join(folder, name);
    };
    const identityFile = file("identity", clientKey.privateKey);
    const port = await freePort();
    const config = file(
      "sshd_config",
      [
        `Port ${port}`,
        "ListenAddress 127.0.0.1",
        `HostKey ${file("host_key", hostKey.privateKey)}`,
        `AuthorizedKeysFile ${file("authorized_keys", clientKey.publicKey)}`,
        "StrictModes no",
        "UsePAM no",
        "PasswordAuthentication no",
        "KbdInteractiveAuthentication no",
        "PermitRootLogin prohibit-password",
        "PidFile none",
        "Subsystem sftp internal-sftp",
        `ChrootDirectory ${join(folder, "root")}`,
        "ForceCommand internal-sftp",
        "AllowTcpForwarding yes",
        "",
      ].join("\n"),
    );
    sshd = spawn(SSHD, ["-D", "-e", "-f", config], { stdio: "ignore" });
    const endpoint = { host: "127.0.0.1", port, user: "root", hostKeys: [hostKey.publicKey], identityFile };
    server = { ...endpoint, connectTimeout: 10, bastion: endpoint };
  });
  afterAll(async () => {
    pool.close();
    const ended = new Promise((resolve) => sshd.once("exit", resolve));
    sshd.kill();
    await ended;
    rmSync(folder, { recursive: true });
  });

  it("waits for it, goes through a bastion, and replaces a file by posix-rename", async () => {
    await pool.use(server, { waitSeconds: 10 }, async (session) => {
      await session.write("/dhcp/hosts/102", Buffer.from("first"), 0o640);
      await session.write("/dhcp/hosts/102", Buffer.from("second"), 0o644);
      expect((await session.read("/dhcp/hosts/102"))?.toString()).toBe("second");
      expect((await session.readTail("/dhcp/hosts/102", 3))?.toString()).toBe("ond");
      expect((await session.list("/dhcp/hosts")).map(({ name }) => name)).toEqual([".made-by-slipway", "102"]);
    });

    expect(readFileSync(join(folder, "root/dhcp/hosts/102"), "utf8")).toBe("second");
    expect(statSync(join(folder, "root/dhcp/hosts/102")).mode & 0o777).toBe(0o644);
  });

  it("removes a file with the folders that it made", async () => {
    await pool.use(server, { waitSeconds: 0 }, (session) => session.remove("/dhcp/hosts/102"));

    expect(readdirSync(join(folder, "root/dhcp"))).toEqual([]);
  });

  it("says that the server is not to be reached when the bastion cannot reach it", async () => {
    const port = await freePort();

    await expect(pool.use({ ...server, port }, { waitSeconds: 0 }, (session) => session.list("/"))).rejects.toThrow(
      /cannot reach 127\.0\.0\.1:\d+: .*Connection refused/,
    );
  });

  it("refuses another host key with the fingerprint that ssh-keygen shows", async () => {
    const pinned = newKey().publicKey;
    const shown = spawnSync("ssh-keygen", ["-lf", "-"], { input: `${pinned}\n`, encoding: "utf8" });
    const fingerprint = shown.stdout.split(" ")[1];

    expect(fingerprint).toMatch(/^SHA256:/);
    await expect(
      pool.use({ ...server, bastion: undefined, hostKeys: [pinned] }, { waitSeconds: 0 }, (session) =>
        session.list("/"),
      ),
    ).rejects.toThrow(`allowed: ${fingerprint}`);
  });
});

async function freePort(): Promise<number> {
  const listener = createServer();
  await new Promise<void>((resolve) => listener.listen(0, "127.0.0.1", resolve));
  const { port } = listener.address() as AddressInfo;
  await new Promise((resolve) => listener.close(resolve));
  return port;
}
