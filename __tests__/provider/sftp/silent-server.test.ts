import { writeFileSync } from "node:fs";
import { createServer, type AddressInfo, type Socket } from "node:net";
import { join } from "node:path";
import { type Connection, Server } from "ssh2";
import { ServerUnreachable } from "../../../lib/provider/remote/failures";
import { SftpPool } from "../../../lib/provider/sftp/pool";
import type { Endpoint } from "../../../lib/provider/sftp/server-config";
import { newKey, temporaryFolder } from "./ssh-server";

describe("SftpPool, with an SSH server that lets users in and then falls silent", () => {
  const folder = temporaryFolder();
  const identityFile = join(folder.path, "identity");
  const hostKey = newKey();
  const sockets = new Set<Socket>();
  const servers = new Set<ReturnType<typeof createServer>>();
  const pool = new SftpPool({ agent: undefined, idleMs: 20, backOffMs: 5, channelMs: 100 });

  beforeAll(() => writeFileSync(identityFile, newKey().privateKey, { mode: 0o600 }));
  afterAll(async () => {
    pool.close();
    sockets.forEach((socket) => socket.destroy());
    await Promise.all([...servers].map((server) => new Promise((resolve) => server.close(resolve))));
    folder[Symbol.dispose]();
  });

  /** @param onReady what it does with who is logged in */
  const start = async (onReady: (client: Connection) => void): Promise<Endpoint> => {
    const ssh = new Server({ hostKeys: [hostKey.privateKey] }, (client) => {
      client.on("error", () => undefined);
      client.on("authentication", (context) => context.accept());
      client.on("ready", () => onReady(client));
    });
    const server = createServer((socket) => {
      sockets.add(socket);
      ssh.injectSocket(socket);
    });
    servers.add(server);
    await new Promise<void>((resolve) => server.listen(0, "127.0.0.1", resolve));
    const { port } = server.address() as AddressInfo;
    return { host: "127.0.0.1", port, user: "core", hostKeys: [hostKey.publicKey], identityFile };
  };
  const use = (server: Endpoint, bastions: readonly Endpoint[] = []): Promise<unknown> =>
    pool.use({ ...server, connectTimeout: 0, bastions }, { waitSeconds: 0 }, (session) => session.list("/"));

  it.each<[string, (client: Connection) => void]>([
    ["never opens a session", (client) => client.on("session", () => undefined)],
    [
      "never says whether it offers SFTP",
      (client) => client.on("session", (accept) => accept().on("subsystem", () => undefined)),
    ],
    [
      "never greets",
      (client) => client.on("session", (accept) => accept().on("subsystem", (acceptSubsystem) => acceptSubsystem())),
    ],
  ])("ends, where it %s", async (_what, onReady) => {
    const server = await start(onReady);

    const work = use(server);

    await expect(work).rejects.toBeInstanceOf(ServerUnreachable);
    await expect(work).rejects.toThrow(`core@127.0.0.1:${server.port}: its SFTP has not answered for 0.1 s`);
  });

  it("ends, where it is a bastion that never says whether it reaches the server", async () => {
    const bastion = await start((client) => client.on("tcpip", () => undefined));

    const work = use({ ...bastion, host: "192.0.2.1", port: 22 }, [bastion]);

    await expect(work).rejects.toBeInstanceOf(ServerUnreachable);
    await expect(work).rejects.toThrow(`core@127.0.0.1:${bastion.port} has not reached 192.0.2.1:22 for 0.1 s`);
  });
});
