import type { Faults } from "../faults";
import type { DhcpServer } from "./dhcp";
import { VirtualSocket } from "./virtual-socket";

/** Takes a connection: `socket.remoteAddress` is the caller's address. */
export type ConnectionHandler = (socket: VirtualSocket) => void;

/** Why a connection inside the lab could not be made; `code` as the system call would say it. */
export class NetworkError extends Error {
  constructor(
    readonly code: "ECONNREFUSED" | "EHOSTUNREACH" | "EADDRINUSE" | "ENOTFOUND",
    message: string,
  ) {
    super(message);
  }
}

/** The network that only the machines of the lab, and the bastion, can reach. Its addresses exist nowhere else. */
export class VirtualNetwork {
  private readonly hosts = new Map<string, Map<number, ConnectionHandler>>();
  private readonly dhcpServers = new Map<string, Set<DhcpServer>>();
  private readonly sockets = new Set<VirtualSocket>();
  private readonly down = new Map<string, number>();
  private nextPort = 32768;

  constructor(readonly faults: Faults) {}

  /** Gives an address to a machine until the returned function is called. */
  attach(address: string): () => void {
    if (this.hosts.has(address)) throw new NetworkError("EADDRINUSE", `${address} is in use by another machine`);
    const host = new Map<number, ConnectionHandler>();
    this.hosts.set(address, host);
    return () => {
      if (this.hosts.get(address) === host) this.hosts.delete(address);
      for (const socket of [...this.sockets]) {
        if (socket.localAddress === address || socket.remoteAddress === address) socket.destroy();
      }
    };
  }

  /** Serves a port of an attached address until the returned function is called. */
  listen(address: string, port: number, handler: ConnectionHandler): () => void {
    const host = this.hosts.get(address);
    if (host === undefined) throw new NetworkError("EHOSTUNREACH", `no machine has the address ${address}`);
    if (host.has(port)) throw new NetworkError("EADDRINUSE", `${address}:${port}: Address already in use`);
    host.set(port, handler);
    return () => {
      host.delete(port);
    };
  }

  /** Connects; throws a {@link NetworkError} if nobody listens there. */
  connect(address: string, port: number, from: string): VirtualSocket {
    const host = this.hosts.get(address);
    if (host === undefined)
      throw new NetworkError("EHOSTUNREACH", `connect to ${address} port ${port}: No route to host`);
    const handler = host.get(port);
    const refused = this.isDown(address, port) || this.faults.refuseConnection?.(address, port) === true;
    if (handler === undefined || refused) {
      throw new NetworkError("ECONNREFUSED", `connect to ${address} port ${port}: Connection refused`);
    }
    const [client, server] = VirtualSocket.pair({ address: from, port: this.ephemeralPort() }, { address, port });
    for (const end of [client, server]) {
      this.sockets.add(end);
      end.once("close", () => this.sockets.delete(end));
      // Whoever uses an end listens for its errors; a cut connection must not end the process where nobody does.
      end.on("error", () => undefined);
    }
    this.dropAfter(server, this.faults.dropConnectionAfter?.(address, port));
    const delay = this.faults.delayConnection?.(address, port) ?? 0;
    if (delay === 0) handler(server);
    else {
      const timer = setTimeout(() => {
        if (!server.destroyed) handler(server);
      }, delay);
      server.once("close", () => clearTimeout(timer));
    }
    return client;
  }

  /**
   * What a service's restart does: every connection to it is lost at once, with all that was open, and for some
   * milliseconds it takes no new one.
   */
  restart(address: string, port: number, downMs: number): void {
    this.down.set(`${address}:${port}`, Date.now() + downMs);
    for (const socket of [...this.sockets]) {
      if (socket.localAddress === address && socket.localPort === port) socket.destroy();
    }
  }

  /** Answers DHCP on a bridge until the returned function is called. */
  serveDhcp(bridge: string, server: DhcpServer): () => void {
    const servers = this.dhcpServers.get(bridge) ?? new Set();
    servers.add(server);
    this.dhcpServers.set(bridge, servers);
    return () => {
      servers.delete(server);
    };
  }

  dhcpServersOn(bridge: string): readonly DhcpServer[] {
    return [...(this.dhcpServers.get(bridge) ?? [])];
  }

  /** Whether some machine of the lab has that address. */
  knows(address: string): boolean {
    return this.hosts.has(address);
  }

  /** Cuts every connection. */
  close(): void {
    for (const socket of [...this.sockets]) socket.destroy();
    this.hosts.clear();
    this.dhcpServers.clear();
  }

  private isDown(address: string, port: number): boolean {
    return Date.now() < (this.down.get(`${address}:${port}`) ?? 0);
  }

  private ephemeralPort(): number {
    this.nextPort = this.nextPort >= 60999 ? 32768 : this.nextPort + 1;
    return this.nextPort;
  }

  private dropAfter(socket: VirtualSocket, limit: number | undefined): void {
    if (limit === undefined) return;
    let seen = 0;
    const push = socket.push.bind(socket);
    socket.push = (chunk: Buffer | null, encoding?: BufferEncoding): boolean => {
      seen += chunk?.length ?? 0;
      if (seen <= limit) return push(chunk, encoding);
      socket.destroy();
      return false;
    };
  }
}
