import { mkdtempSync, rmSync } from "node:fs";
import * as fs from "node:fs/promises";
import { connect, createServer, type AddressInfo } from "node:net";
import { tmpdir } from "node:os";
import { join, normalize } from "node:path";
import { Server, utils, type Attributes, type Connection, type SFTPWrapper } from "ssh2";
import type { Endpoint } from "../../../lib/provider/sftp/server-config";

const { STATUS_CODE } = utils.sftp;

export interface KeyPair {
  readonly privateKey: string;
  readonly publicKey: string;
}

export function newKey(): KeyPair {
  // One key in some hundred that ssh2 makes cannot be read by ssh2.
  for (let attempt = 0; attempt < 10; attempt++) {
    const { private: privateKey, public: publicKey } = utils.generateKeyPairSync("ed25519");
    if (!(utils.parseKey(privateKey) instanceof Error)) return { privateKey, publicKey: publicKey.trim() };
  }
  throw new Error("no readable key");
}

/** A folder for one test. */
export function temporaryFolder(): { path: string; [Symbol.dispose](): void } {
  const path = mkdtempSync(join(tmpdir(), "slipway-test-"));
  return { path, [Symbol.dispose]: () => rmSync(path, { recursive: true, force: true }) };
}

/** What the server saw, and what it is told to do wrong. */
export interface TestServer {
  readonly endpoint: Endpoint;
  readonly hostKey: KeyPair;
  /** Names of the SFTP requests, in order, such as `OPEN /a`. */
  readonly requests: string[];
  logins: number;
  connections: number;
  /** Requests whose name starts with this are refused. */
  refuse: string | undefined;
  /** Told of each request before it is answered. */
  onRequest: ((name: string) => unknown) | undefined;
  /** Told of each request when it is answered. */
  onAnswer: ((name: string) => unknown) | undefined;
  /** Forwarding is refused so many times, as for a server that is still booting. */
  refuseForwards: number;
  /** Ends the connections that are open. */
  dropAll(): void;
  stop(): Promise<void>;
}

export interface TestServerOptions {
  /** Served as `/`. */
  readonly root: string;
  readonly user?: string;
  readonly clientKey: KeyPair;
  readonly identityFile: string;
  readonly hostKey?: KeyPair;
  readonly port?: number;
}

/** A real SSH server on loopback that serves a folder and forwards connections. */
export async function startSshServer(options: TestServerOptions): Promise<TestServer> {
  const hostKey = options.hostKey ?? newKey();
  const user = options.user ?? "terraform_ignition";
  const allowed = utils.parseKey(options.clientKey.publicKey);
  if (allowed instanceof Error) throw allowed;
  const open = new Set<Connection>();
  const ssh = new Server({ hostKeys: [hostKey.privateKey] }, (client) => {
    open.add(client);
    self.connections++;
    client.on("error", () => undefined);
    client.on("close", () => open.delete(client));
    client.on("authentication", (context) => {
      const isKnown =
        context.method === "publickey" && context.username === user && context.key.data.equals(allowed.getPublicSSH());
      if (!isKnown) return context.reject(["publickey"]);
      const { signature, blob } = context;
      if (signature !== undefined && (blob === undefined || !allowed.verify(blob, signature, context.hashAlgo))) {
        return context.reject();
      }
      if (signature !== undefined) self.logins++;
      return context.accept();
    });
    client.on("ready", () => {
      client.on("session", (acceptSession) => {
        acceptSession().on("sftp", (acceptSftp) => serveFolder(acceptSftp(), options.root, self));
      });
      client.on("tcpip", (accept, reject, info) => {
        if (self.refuseForwards > 0) {
          self.refuseForwards--;
          return reject();
        }
        const socket = connect(info.destPort, info.destIP);
        socket.setNoDelay(true);
        socket.once("error", () => reject());
        socket.once("connect", () => {
          const channel = accept();
          socket.on("error", () => channel.destroy());
          channel.on("error", () => socket.destroy());
          channel.pipe(socket).pipe(channel);
        });
      });
    });
  });
  const server = createServer({ noDelay: true }, (socket) => ssh.injectSocket(socket));
  await new Promise<void>((resolve) => server.listen(options.port ?? 0, "127.0.0.1", resolve));
  const self: TestServer = {
    endpoint: {
      host: "127.0.0.1",
      port: (server.address() as AddressInfo).port,
      user,
      hostKeys: [hostKey.publicKey],
      identityFile: options.identityFile,
    },
    hostKey,
    requests: [],
    logins: 0,
    connections: 0,
    refuse: undefined,
    onRequest: undefined,
    onAnswer: undefined,
    refuseForwards: 0,
    dropAll: () => open.forEach((client) => client.end()),
    stop: () =>
      new Promise<void>((resolve) => {
        server.close(() => resolve());
        open.forEach((client) => client.end());
      }),
  };
  return self;
}

function serveFolder(sftp: SFTPWrapper, root: string, server: TestServer): void {
  const handles = new Map<number, fs.FileHandle | string[]>();
  let next = 0;
  const local = (path: string): string => join(root, normalize(`/${path}`));
  const give = (handle: fs.FileHandle | string[]): Buffer => {
    const id = Buffer.alloc(4);
    id.writeUInt32BE(next);
    handles.set(next++, handle);
    return id;
  };
  const file = (id: Buffer): fs.FileHandle => handles.get(id.readUInt32BE(0)) as fs.FileHandle;
  const answer = (request: number, name: string, work: () => Promise<unknown>): void => {
    server.requests.push(name);
    server.onRequest?.(name);
    const refused = server.refuse !== undefined && name.startsWith(server.refuse);
    (refused ? Promise.reject(Object.assign(new Error(), { code: "EACCES" })) : work())
      .then(
        (done) => done !== "answered" && sftp.status(request, STATUS_CODE.OK),
        (error: NodeJS.ErrnoException) => sftp.status(request, statusOf(error)),
      )
      .finally(() => server.onAnswer?.(name));
  };

  sftp.on("OPEN", (request, path, flags, attributes) =>
    answer(request, `OPEN ${path}`, async () => {
      const isNew = (flags & utils.sftp.OPEN_MODE.CREAT) !== 0;
      const handle = await fs.open(local(path), isNew ? "wx" : "r", attributes.mode);
      sftp.handle(request, give(handle));
      return "answered";
    }),
  );
  sftp.on("READ", (request, id, offset, length) =>
    answer(request, "READ", async () => {
      const buffer = Buffer.alloc(length);
      const { bytesRead } = await file(id).read(buffer, 0, length, offset);
      if (bytesRead === 0) sftp.status(request, STATUS_CODE.EOF);
      else sftp.data(request, buffer.subarray(0, bytesRead));
      return "answered";
    }),
  );
  sftp.on("WRITE", (request, id, offset, data) =>
    answer(request, "WRITE", () => file(id).write(data, 0, data.length, offset)),
  );
  sftp.on("FSTAT", (request, id) =>
    answer(request, "FSTAT", async () => {
      sftp.attrs(request, attributesOf(await file(id).stat()));
      return "answered";
    }),
  );
  sftp.on("FSETSTAT", (request, id, attributes) =>
    answer(request, "FSETSTAT", () => file(id).chmod((attributes.mode ?? 0) & 0o7777)),
  );
  sftp.on("CLOSE", (request, id) =>
    answer(request, "CLOSE", async () => {
      const handle = handles.get(id.readUInt32BE(0));
      if (handle !== undefined && !Array.isArray(handle)) await handle.close();
      handles.delete(id.readUInt32BE(0));
    }),
  );
  const stat = (request: number, path: string): void =>
    answer(request, `STAT ${path}`, async () => {
      sftp.attrs(request, attributesOf(await fs.lstat(local(path))));
      return "answered";
    });
  sftp.on("LSTAT", stat);
  sftp.on("STAT", stat);
  sftp.on("OPENDIR", (request, path) =>
    answer(request, `OPENDIR ${path}`, async () => {
      const names = await fs.readdir(local(path));
      sftp.handle(request, give(names.map((name) => join(local(path), name))));
      return "answered";
    }),
  );
  sftp.on("READDIR", (request, id) =>
    answer(request, "READDIR", async () => {
      const paths = (handles.get(id.readUInt32BE(0)) as string[]).splice(0, 100);
      if (paths.length === 0) return (sftp.status(request, STATUS_CODE.EOF), "answered");
      const entries = await Promise.all(
        paths.map(async (path) => ({
          filename: path.slice(path.lastIndexOf("/") + 1),
          longname: path,
          attrs: attributesOf(await fs.lstat(path)),
        })),
      );
      sftp.name(request, entries);
      return "answered";
    }),
  );
  sftp.on("MKDIR", (request, path, attributes) =>
    answer(request, `MKDIR ${path}`, () => fs.mkdir(local(path), attributes.mode ?? 0o755)),
  );
  sftp.on("RMDIR", (request, path) => answer(request, `RMDIR ${path}`, () => fs.rmdir(local(path))));
  sftp.on("REMOVE", (request, path) => answer(request, `REMOVE ${path}`, () => fs.unlink(local(path))));
  sftp.on("RENAME", (request, from, to) =>
    answer(request, `RENAME ${to}`, async () => {
      // As OpenSSH does it: the plain rename never replaces.
      await fs.link(local(from), local(to));
      await fs.unlink(local(from));
    }),
  );
}

function statusOf({ code }: NodeJS.ErrnoException): number {
  if (code === "ENOENT") return STATUS_CODE.NO_SUCH_FILE;
  return code === "EACCES" || code === "EPERM" ? STATUS_CODE.PERMISSION_DENIED : STATUS_CODE.FAILURE;
}

function attributesOf(stats: Awaited<ReturnType<typeof fs.lstat>>): Attributes {
  return {
    mode: Number(stats.mode),
    uid: Number(stats.uid),
    gid: Number(stats.gid),
    size: Number(stats.size),
    atime: Math.floor(Number(stats.atimeMs) / 1000),
    mtime: Math.floor(Number(stats.mtimeMs) / 1000),
  };
}
