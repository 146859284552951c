import { once } from "node:events";
import { type AddressInfo, connect, createServer, type Socket } from "node:net";

/** A port of 127.0.0.1 for a server that is yet to start. */
export interface ReservedPort {
  readonly port: number;

  /** Lets others have it; a server that listens there keeps it. */
  release(): Promise<void>;
}

/**
 * Keeps a port for a server that cannot be told to take any. Nobody else gets it, and whoever connects is refused while
 * no server listens there.
 *
 * A port that was free a moment ago may belong to somebody else by now: to another test, or to the near end of a
 * connection. This one is the near end of a connection of our own, beside which a server may still listen.
 */
export async function reservePort(): Promise<ReservedPort> {
  const listener = createServer().listen(0, "127.0.0.1");
  await once(listener, "listening");
  const { port: far } = listener.address() as AddressInfo;
  const accepted = once(listener, "connection") as Promise<[Socket]>;
  const near = connect({ host: "127.0.0.1", port: far, localAddress: "127.0.0.1" });
  const [[other]] = await Promise.all([accepted, once(near, "connect")]);
  const port = near.localPort;
  if (port === undefined) throw new Error("a connection has no port");
  return {
    port,
    release: async () => {
      near.destroy();
      other.destroy();
      listener.close();
      await once(listener, "close");
    },
  };
}
