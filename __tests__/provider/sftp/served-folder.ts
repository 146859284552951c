import { mkdirSync, readFileSync, rmSync, writeFileSync } from "node:fs";
import { dirname, join } from "node:path";
import type { ValueObject } from "../../../lib/provider/framework/values";
import { SftpPool } from "../../../lib/provider/sftp/pool";
import { newKey, startSshServer, temporaryFolder, type TestServer } from "./ssh-server";

/** A folder that each test finds empty, and a server of its own that serves it. */
export interface ServedFolder {
  /** Of the test file, with what is not served. */
  readonly folder: string;

  /** What is served as `/`. */
  readonly root: string;

  /** The user's private key. */
  readonly identityFile: string;
  readonly pool: SftpPool;
  readonly server: TestServer;

  /** The server as the attribute `server` of a resource. */
  readonly attribute: (server?: TestServer) => ValueObject;

  /** Writes a file behind the server's back, with its folders. */
  readonly put: (path: string, content: string) => void;
  readonly onServer: (path: string) => string;

  /** Ends the server and its connections. */
  readonly stop: () => Promise<void>;

  /** Has another server, with a host key of its own, take the place of the first one. */
  readonly exchange: () => Promise<void>;

  /** Serves the same folder at another address as well. */
  readonly startAnother: () => Promise<TestServer>;
}

/** For a `describe`: starts a server before each of its tests, and ends it afterwards. */
export function servedFolder(): ServedFolder {
  const temporary = temporaryFolder();
  const root = join(temporary.path, "root");
  const identityFile = join(temporary.path, "identity");
  const clientKey = newKey();
  const pool = new SftpPool({ agent: undefined, idleMs: 20, backOffMs: 5 });
  const running: TestServer[] = [];

  const start = async (port = 0): Promise<TestServer> => {
    const server = await startSshServer({ root, clientKey, identityFile, port });
    running.push(server);
    return server;
  };
  const stop = async (): Promise<void> => {
    pool.close();
    await Promise.all(running.splice(0).map((server) => server.stop()));
  };

  let server: TestServer;
  beforeAll(() => writeFileSync(identityFile, clientKey.privateKey, { mode: 0o600 }));
  beforeEach(async () => {
    mkdirSync(root);
    server = await start();
  });
  afterEach(async () => {
    await stop();
    rmSync(root, { recursive: true });
  });
  afterAll(() => temporary[Symbol.dispose]());

  return {
    folder: temporary.path,
    root,
    identityFile,
    pool,
    get server() {
      return server;
    },
    attribute: ({ endpoint: { host, port, user, hostKeys } } = server) => ({
      host,
      port,
      user,
      host_keys: hostKeys,
      identity_file: identityFile,
      connect_timeout: 2,
      bastion: null,
    }),
    put: (path, content) => {
      mkdirSync(dirname(join(root, path)), { recursive: true });
      writeFileSync(join(root, path), content);
    },
    onServer: (path) => readFileSync(join(root, path), "utf8"),
    stop,
    exchange: async () => {
      const { port } = server.endpoint;
      await stop();
      server = await start(port);
    },
    startAnother: () => start(),
  };
}
