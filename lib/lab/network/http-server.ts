import { createServer, type RequestListener } from "node:http";
import type { VirtualSocket } from "./virtual-socket";

/** An HTTP server for connections inside the lab. */
export interface InsideHttpServer {
  accept(socket: VirtualSocket): void;
  close(): void;
}

/** Speaks HTTP over any socket that is handed to it. */
export function insideHttpServer(listener: RequestListener): InsideHttpServer {
  const server = createServer(listener);
  const sockets = new Set<VirtualSocket>();
  return {
    accept(socket) {
      sockets.add(socket);
      socket.once("close", () => sockets.delete(socket));
      server.emit("connection", socket);
    },
    close() {
      for (const socket of sockets) socket.destroy();
    },
  };
}
