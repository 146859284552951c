import { sign } from "node:crypto";
import { type AddressInfo, createServer, type Socket } from "node:net";
import { type Connection, Server } from "ssh2";
import { newKey } from "./ssh-server";
import type { TestKey } from "./certificates";

/** What a server does in a key exchange: as it should, or not. */
export interface Show {
  /** On what it insists as the type of its key. */
  readonly algorithm: string;

  /** What it says is its key. */
  readonly blob: Buffer;

  /** Signs the exchange. */
  readonly key: TestKey;

  /** How it names that signature. */
  readonly signature: string;
}

export interface CertifiedServer {
  readonly port: number;
  /** Attempts to log in that it was let near. */
  logins: number;
  /** In the next key exchange, which {@link rekey} begins. */
  show: Show;
  /** Renews the keys of every connection; done when the server has heard that they are. */
  rekey(): Promise<void>;
  stop(): Promise<void>;
}

interface Offer {
  readonly lists: Record<"kex" | "serverHostKey", { array: readonly string[] }> &
    Record<"cs" | "sc", Record<"cipher" | "mac" | "compress" | "lang", { array: readonly string[] }>>;
}

interface Protocol {
  _offer: Offer;
  readonly _hostKeys: Record<string, unknown>;
  readonly _kex: { readonly negotiated: { serverHostKey: string } };
}

/** A server on loopback that lets everybody in. ssh2 knows no certificates, so what it says is put into its mouth. */
export async function startCertifiedServer(first: Show): Promise<CertifiedServer> {
  const open = new Set<Connection>();
  const ssh = new Server({ hostKeys: [newKey().privateKey] }, (connection) => {
    open.add(connection);
    const protocol = (connection as unknown as { readonly _protocol: Protocol })._protocol;
    speak(protocol, () => self.show);
    connection.on("error", () => undefined);
    connection.on("close", () => open.delete(connection));
    connection.on("authentication", (context) => {
      self.logins++;
      context.accept();
    });
  });
  const server = createServer({ noDelay: true }, (socket) => {
    sendAtOnce(socket);
    ssh.injectSocket(socket);
  });
  await new Promise<void>((resolve) => server.listen(0, "127.0.0.1", resolve));
  const self: CertifiedServer = {
    port: (server.address() as AddressInfo).port,
    logins: 0,
    show: first,
    rekey: async () => {
      await Promise.all(
        [...open].map((connection) => {
          const done = new Promise<void>((resolve) => connection.once("rekey", () => resolve()));
          connection.rekey();
          return done;
        }),
      );
    },
    stop: () =>
      new Promise<void>((resolve) => {
        server.close(() => resolve());
        open.forEach((connection) => connection.end());
      }),
  };
  return self;
}

/** What is said in one go arrives in one piece: the answer of a key exchange and what stands behind it. */
function sendAtOnce(socket: Socket): void {
  const write = socket.write.bind(socket);
  socket.write = (...args: unknown[]): boolean => {
    if (socket.writableCorked === 0) {
      socket.cork();
      process.nextTick(() => socket.uncork());
    }
    return Reflect.apply(write, socket, args);
  };
}

/** It has not said which keys it has yet. */
function speak(protocol: Protocol, show: () => Show): void {
  const { kex, serverHostKey, cs, sc } = protocol._offer.lists;
  const { algorithm } = show();
  serverHostKey.array = [algorithm];
  const names = (lists: Offer["lists"]["cs"]) =>
    Object.fromEntries(Object.entries(lists).map(([name, { array }]) => [name, array]));
  const Same = protocol._offer.constructor as new (lists: object) => Offer;
  protocol._offer = new Same({ kex: kex.array, serverHostKey: [algorithm], cs: names(cs), sc: names(sc) });
  protocol._hostKeys[algorithm] = {
    get type() {
      return show().key.type;
    },
    getPublicSSH: () => {
      protocol._kex.negotiated.serverHostKey = show().signature;
      return show().blob;
    },
    sign: (data: Buffer, hash?: string) =>
      sign(show().key.type === "ssh-ed25519" ? null : (hash ?? "sha256"), data, show().key.privateKey),
  };
}
