import { type ChildProcess, spawn, spawnSync } from "node:child_process";
import { once } from "node:events";
import { chmodSync, readFileSync, rmSync } from "node:fs";
import { join } from "node:path";
import { SftpPool } from "../../lib/provider/sftp/pool";
import type { Endpoint } from "../../lib/provider/sftp/server-config";
import { newKey, temporaryFolder } from "../provider/sftp/ssh-server";
import { keygen } from "./ssh-keygen";
import { CAN_RUN_SSHD, ended, type OpenSsh, type OpenSshOptions, startOpenSsh } from "./openssh";

jest.setTimeout(60_000);

(CAN_RUN_SSHD ? describe : describe.skip)("logging in to OpenSSH", () => {
  const folder = temporaryFolder();
  const running: OpenSsh[] = [];
  const pools: SftpPool[] = [];

  afterEach(async () => {
    for (const pool of pools.splice(0)) pool.close();
    await Promise.all(running.splice(0).map((server) => server.stop()));
  });
  beforeAll(() => keygen("-t", "ed25519", "-N", "", "-f", join(folder.path, "other")));
  afterAll(() => folder[Symbol.dispose]());

  const start = async (options?: OpenSshOptions): Promise<OpenSsh> => {
    const server = await startOpenSsh(options);
    running.push(server);
    return server;
  };
  const list = (server: Endpoint, bastions: readonly Endpoint[] = [], agent?: string): Promise<readonly string[]> => {
    const pool = new SftpPool({ agent, idleMs: 20, backOffMs: 20 });
    pools.push(pool);
    return pool.use({ ...server, connectTimeout: 10, bastions }, { waitSeconds: 10 }, async (session) =>
      (await session.list("/")).map(({ name }) => name),
    );
  };

  describe("by ssh-agent", () => {
    it("takes the keys of the agent, by the environment's socket or by another one", async () => {
      const server = await start();
      const socket = join(folder.path, "agent.sock");
      const agent = await startAgent(socket);
      try {
        const add = spawnSync("ssh-add", ["-q", server.endpoint.identityFile ?? ""], {
          env: { ...process.env, SSH_AUTH_SOCK: socket },
        });
        expect(add.status).toBe(0);
        const withoutFile = { ...server.endpoint, identityFile: undefined };

        expect(await list(withoutFile, [], socket)).toEqual(["dhcp"]);
        expect(await list({ ...withoutFile, identityAgent: socket }, [], "/nowhere")).toEqual(["dhcp"]);
      } finally {
        await ended(agent);
      }
    });
  });

  describe.each([
    ["Ed25519", ["-t", "ed25519"]],
    ["ECDSA-256", ["-t", "ecdsa", "-b", "256"]],
    ["ECDSA-384", ["-t", "ecdsa", "-b", "384"]],
    ["ECDSA-521", ["-t", "ecdsa", "-b", "521"]],
    ["RSA", ["-t", "rsa", "-b", "2048"]],
  ])("by a certificate of an %s key", (kind, type) => {
    const path = join(folder.path, `id_${kind}`);
    const authority = join(folder.path, `ca_${kind}`);

    beforeAll(() => {
      keygen(...type, "-N", "", "-f", path);
      keygen("-t", "ed25519", "-N", "", "-f", authority);
      keygen("-s", authority, "-I", "tests", "-n", "root", "-V", "+1h", `${path}.pub`);
    });

    const trusting = (): Promise<OpenSsh> =>
      start({
        config: ({ file }) => [`TrustedUserCAKeys ${file("user_ca", readFileSync(`${authority}.pub`, "utf8"))}`],
      });

    it("is let in where only its authority is known", async () => {
      const server = await trusting();
      const withCertificate = { ...server.endpoint, identityFile: path, certificateFile: `${path}-cert.pub` };

      expect(await list(withCertificate)).toEqual(["dhcp"]);
      await expect(list({ ...server.endpoint, identityFile: path })).rejects.toThrow(
        'The server refuses user "root" with the key',
      );
    });

    it("is let in by an agent that holds the certificate, beside other keys", async () => {
      const server = await trusting();
      const socket = join(folder.path, "agent.sock");
      const agent = await startAgent(socket);
      const add = (file: string, ...options: readonly string[]): void => {
        const env = { ...process.env, SSH_AUTH_SOCK: socket };
        expect(spawnSync("ssh-add", ["-q", ...options, file], { env }).status).toBe(0);
      };
      const withAgent = { ...server.endpoint, identityFile: undefined };
      try {
        add(join(folder.path, "other"));
        add(path, "-k"); // without its certificate
        await expect(list(withAgent, [], socket)).rejects.toThrow("with the keys of the SSH agent");
        add(path);

        expect(await list(withAgent, [], socket)).toEqual(["dhcp"]);
      } finally {
        await ended(agent);
      }
    });

    it("refuses a certificate of another key before it says anything to the server", async () => {
      const server = await trusting();
      const certificateFile = `${path}-cert.pub`;

      await expect(list({ ...server.endpoint, certificateFile })).rejects.toThrow(
        `The certificate ${certificateFile} is that of another key.`,
      );
      await expect(list({ ...server.endpoint, certificateFile: path })).rejects.toThrow(
        `The certificate ${path} is none: write its path`,
      );
    });
  });

  describe("through bastions", () => {
    it("goes from one to the next, and shares them between servers", async () => {
      const [first, second, one, other] = await Promise.all([
        start({ chroot: false }),
        start({ chroot: false }),
        start(),
        start(),
      ]);
      const bastions = [first.endpoint, second.endpoint];
      const before = connectionsTo(first.endpoint.port); // what keeps its port for it
      const pool = new SftpPool({ agent: undefined, idleMs: 200, backOffMs: 20 });
      pools.push(pool);
      const use = (server: OpenSsh) =>
        pool.use({ ...server.endpoint, connectTimeout: 10, bastions }, { waitSeconds: 10 }, async (session) => {
          await session.list("/");
          return connectionsTo(first.endpoint.port) - before;
        });

      expect(await Promise.all([use(one), use(other)])).toEqual([1, 1]);
    });

    it("refuses a bastion in the middle that shows another key", async () => {
      const [first, second, server] = await Promise.all([start({ chroot: false }), start({ chroot: false }), start()]);
      const wrong = { ...second.endpoint, hostKeys: [newKey().publicKey] };

      await expect(list(server.endpoint, [first.endpoint, wrong])).rejects.toThrow(
        `Unable to connect to "root@127.0.0.1:${second.endpoint.port}": The server's host key is not one that was pinned`,
      );
    });
  });

  it("refuses a server that lets in by questions only, and says so", async () => {
    const server = await start({
      config: () => ["PubkeyAuthentication no", "KbdInteractiveAuthentication yes", "UsePAM yes"],
    });

    await expect(list(server.endpoint)).rejects.toThrow(
      "It lets users in by keyboard-interactive only, which Slipway does not do",
    );
  });

  it.each([
    ["KexAlgorithms", "diffie-hellman-group14-sha1", "key exchange algorithm"],
    ["Ciphers", "aes256-cbc", "C->S cipher"],
    ["MACs", "hmac-sha1\nCiphers aes128-ctr", "C->S MAC"],
  ])("refuses a server whose %s are %s only", async (keyword, value, what) => {
    const server = await start({ config: () => [`${keyword} ${value}`] });

    await expect(list(server.endpoint)).rejects.toThrow(`The server offers no ${what} that is safe enough. Allowed: `);
  });

  it("refuses a server that has only a key of another type than the pinned one, and shows both", async () => {
    const server = await start();
    const pinned = join(folder.path, "host_ecdsa");
    keygen("-t", "ecdsa", "-N", "", "-f", pinned);
    const shown = (line: string): string =>
      spawnSync("ssh-keygen", ["-lf", "-"], { input: line, encoding: "utf8" }).stdout.split(" ")[1] ?? "nothing";
    const line = readFileSync(`${pinned}.pub`, "utf8");

    const work = list({ ...server.endpoint, hostKeys: [line] });

    await expect(work).rejects.toThrow(`got:     ${shown(server.hostKey.publicKey)}\n  allowed: ${shown(line)}`);
  });

  async function startAgent(socket: string): Promise<ChildProcess> {
    rmSync(socket, { force: true });
    const agent = spawn("ssh-agent", ["-D", "-a", socket], { stdio: ["ignore", "pipe", "ignore"] });
    // It names its socket as soon as it listens there.
    await once(agent.stdout, "readable");
    chmodSync(socket, 0o600);
    return agent;
  }
});

/** Connections from this process to a port of this machine. */
function connectionsTo(port: number): number {
  const hex = port.toString(16).toUpperCase().padStart(4, "0");
  const lines = readFileSync("/proc/net/tcp", "utf8").split("\n");
  return lines.filter((line) => new RegExp(`^\\s*\\d+: \\w+:\\w+ 0100007F:${hex} 01 `).test(line)).length;
}
