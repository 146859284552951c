import { mkdirSync, writeFileSync } from "node:fs";
import { join } from "node:path";
import { utils } from "ssh2";
import { DiagnosticError } from "../../../lib/provider/framework/values";
import { ServerUnreachable } from "../../../lib/provider/remote/failures";
import { fingerprintOf } from "../../../lib/provider/sftp/host-keys";
import { SftpPool } from "../../../lib/provider/sftp/pool";
import type { ServerConfig } from "../../../lib/provider/sftp/server-config";
import { type ReservedPort, reservePort } from "../../reserved-port";
import { newKey, startSshServer, temporaryFolder, type TestServer, type TestServerOptions } from "./ssh-server";

describe("SftpPool", () => {
  const folder = temporaryFolder();
  const root = join(folder.path, "root");
  const identityFile = join(folder.path, "identity");
  const clientKey = newKey();
  const running: TestServer[] = [];
  const pool = new SftpPool({ agent: undefined, idleMs: 50, backOffMs: 5 });

  beforeAll(() => {
    mkdirSync(root);
    writeFileSync(identityFile, clientKey.privateKey, { mode: 0o600 });
  });
  afterEach(async () => {
    pool.close();
    await Promise.all(running.splice(0).map((server) => server.stop()));
  });
  afterAll(() => folder[Symbol.dispose]());

  const start = async (options: Partial<TestServerOptions> = {}): Promise<TestServer> => {
    const server = await startSshServer({ root, clientKey, identityFile, ...options });
    running.push(server);
    return server;
  };
  const config = (server: TestServer, changes: Partial<ServerConfig> = {}): ServerConfig => ({
    ...server.endpoint,
    connectTimeout: 5,
    bastions: [],
    ...changes,
  });
  const list = (server: ServerConfig, waitSeconds = 0) =>
    pool.use(server, { waitSeconds }, (session) => session.list("/"));
  const refusalOf = async (work: Promise<unknown>): Promise<string> => {
    const error: unknown = await work.then(
      () => undefined,
      (reason: unknown) => reason,
    );
    expect(error).toBeInstanceOf(DiagnosticError);
    return (error as DiagnosticError).message;
  };

  describe("with a server that is up", () => {
    it("shares one connection between all who use the same server at the same time", async () => {
      const server = await start();

      await Promise.all(Array.from({ length: 20 }, () => list(config(server))));

      expect([server.connections, server.logins]).toEqual([1, 1]);
    });

    it("connects anew after the connection was lost", async () => {
      const server = await start();
      await pool.use(config(server), { waitSeconds: 0 }, async (session) => {
        await session.list("/");
        server.dropAll();
        await expect(session.list("/")).rejects.toThrow(/^list \/: /);
      });

      await list(config(server));

      expect(server.connections).toBe(2);
    });

    it("fails what is under way when the connection is lost", async () => {
      const server = await start();

      const work = pool.use(config(server), { waitSeconds: 0 }, async (session) => {
        server.dropAll();
        await session.list("/");
      });

      await expect(work).rejects.toThrow(/^list \/: /);
    });

    it("ends what is under way when the user interrupts", async () => {
      const server = await start();
      const controller = new AbortController();

      const work = pool.use(config(server), { waitSeconds: 0, signal: controller.signal }, async (session) => {
        controller.abort(new Error("interrupted"));
        await session.list("/");
      });

      await expect(work).rejects.toThrow("interrupted");
    });
  });

  describe("with a bastion", () => {
    it("reaches the server through it and checks both host keys", async () => {
      const [server, bastion] = [await start(), await start({ user: "root" })];

      await list(config(server, { bastions: [bastion.endpoint] }));

      expect([bastion.logins, server.logins]).toEqual([1, 1]);
    });

    it("waits while the bastion cannot reach the server yet", async () => {
      const [server, bastion] = [await start(), await start({ user: "root" })];
      bastion.refuseForwards = 3;

      await list(config(server, { bastions: [bastion.endpoint] }), 5);

      expect(bastion.refuseForwards).toBe(0);
    });

    it("refuses a bastion with another host key before the server hears of it", async () => {
      const [server, bastion] = [await start(), await start({ user: "root" })];
      const other = newKey();

      const message = await refusalOf(
        list(config(server, { bastions: [{ ...bastion.endpoint, hostKeys: [other.publicKey] }] }), 5),
      );

      expect(message).toContain(`Unable to connect to "root@127.0.0.1:${bastion.endpoint.port}"`);
      expect([bastion.connections, bastion.logins, server.connections]).toEqual([1, 0, 0]);
    });
  });

  describe("with a server that does not answer", () => {
    const hostKey = newKey();
    let reserved: ReservedPort;
    beforeAll(async () => (reserved = await reservePort()));
    afterAll(() => reserved.release());

    const absent = (): ServerConfig => ({
      host: "127.0.0.1",
      port: reserved.port,
      user: "terraform_ignition",
      hostKeys: [hostKey.publicKey],
      identityFile,
      connectTimeout: 5,
      bastions: [],
    });

    it("waits for it", async () => {
      const waiting = list(absent(), 10);

      await new Promise((resolve) => setTimeout(resolve, 30));
      await start({ port: reserved.port, hostKey });

      await expect(waiting).resolves.toEqual([]);
    });

    it("ends with an error of its own kind when the time is over", async () => {
      const work = list(absent(), 0.05);

      await expect(work).rejects.toBeInstanceOf(ServerUnreachable);
      await expect(work).rejects.toThrow(/ECONNREFUSED.*\(tried for 0\.05 s\)/);
    });

    it("stops waiting when the user interrupts", async () => {
      const controller = new AbortController();

      const work = pool.use(absent(), { waitSeconds: 60, signal: controller.signal }, (session) => session.list("/"));
      setTimeout(() => controller.abort(new Error("interrupted")), 20);

      await expect(work).rejects.toThrow(/interrupted|aborted/);
    });
  });

  describe("with a server that must not be trusted", () => {
    it("refuses another host key at once, with both fingerprints, before it logs in", async () => {
      const server = await start();
      const other = newKey();

      const message = await refusalOf(list(config(server, { hostKeys: [other.publicKey] }), 60));

      expect(message).toContain(`got:     ${fingerprintOfLine(server.hostKey.publicKey)}`);
      expect(message).toContain(`allowed: ${fingerprintOfLine(other.publicKey)}`);
      expect([server.connections, server.logins]).toEqual([1, 0]);
    });

    it("accepts any of several pinned keys", async () => {
      const server = await start();

      await expect(
        list(config(server, { hostKeys: [newKey().publicKey, `${server.hostKey.publicKey} comment`] })),
      ).resolves.toEqual([]);
    });

    it.each([
      ["no key at all", [], "allowed: none"],
      ["a line that is no key", ["ssh-ed25519 nonsense"], "is no public host key"],
      ["a key under another type's name", [`ssh-rsa ${newKey().publicKey.split(" ")[1]}`], "is no public host key"],
    ])("refuses %s as a pin", async (_name, hostKeys, expected) => {
      const server = await start();

      expect(await refusalOf(list(config(server, { hostKeys })))).toContain(expected);
      expect(server.logins).toBe(0);
    });
  });

  describe("when it may not log in", () => {
    it("names the user and the key that was refused, and does not try again", async () => {
      const server = await start();
      const stranger = newKey();
      const path = join(folder.path, "stranger");
      writeFileSync(path, stranger.privateKey);

      const message = await refusalOf(list(config(server, { identityFile: path }), 60));

      expect(message).toContain(
        `The server refuses user "terraform_ignition" with the key ${path} (${fingerprintOfLine(stranger.publicKey)}).`,
      );
      expect(server.connections).toBe(1);
    });

    it("names an identity file that is not there", async () => {
      const server = await start();

      expect(await refusalOf(list(config(server, { identityFile: "/nowhere/id" })))).toContain(
        "The identity file /nowhere/id cannot be read: ENOENT.",
      );
    });

    it("names an identity file that is no key, and quotes nothing of it", async () => {
      const server = await start();
      const path = join(folder.path, "no-key");
      writeFileSync(path, "canary-canary");

      const message = await refusalOf(list(config(server, { identityFile: path })));

      expect(message).toContain(`The identity file ${path} holds no private key that can be used`);
      expect(message).not.toContain("canary");
    });

    it("says that a key with a passphrase belongs into the agent", async () => {
      const server = await start();
      const path = join(folder.path, "locked");
      const locked = utils.generateKeyPairSync("ed25519", { passphrase: "secret", cipher: "aes256-ctr", rounds: 1 });
      writeFileSync(path, locked.private);

      expect(await refusalOf(list(config(server, { identityFile: path })))).toContain(
        `The identity file ${path} is protected by a passphrase`,
      );
    });

    it("says that neither a file nor an agent is there", async () => {
      const server = await start();

      expect(await refusalOf(list(config(server, { identityFile: undefined })))).toContain(
        "No identity_file is set, and there is no SSH agent",
      );
    });

    it("names an agent that cannot be reached", async () => {
      const server = await start();
      const withAgent = new SftpPool({ agent: "/nowhere/agent.sock" });

      const message = await refusalOf(
        withAgent.use(config(server, { identityFile: undefined }), { waitSeconds: 0 }, (session) => session.list("/")),
      );

      expect(message).toContain("/nowhere/agent.sock");
      withAgent.close();
    });
  });

  const fingerprintOfLine = (line: string): string => fingerprintOf(Buffer.from(line.split(" ")[1] ?? "", "base64"));
});
