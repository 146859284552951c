import { createServer, type AddressInfo, type Socket } from "node:net";
import { Server, utils, type AuthContext, type Connection, type ServerChannel } from "ssh2";
import type { SshKeyPair } from "../machine/ssh-key";
import type { VirtualNetwork } from "../network/virtual-network";

/** The SSH server of a Proxmox host, as far as a jump host needs one. */
export interface Bastion {
  readonly host: string;
  readonly port: number;
  readonly user: string;

  /** `ssh-ed25519 AAAA…`. */
  readonly hostKey: string;
  stop(): Promise<void>;
}

export interface BastionOptions {
  readonly network: VirtualNetwork;
  readonly hostKey: SshKeyPair;

  /** `ssh-ed25519 AAAA…` of whoever may log in. */
  readonly authorizedKey: string;
  readonly port: number;
  readonly log: (line: string) => void;
}

const user = "root";

/** Where machines of the lab see connections through the bastion come from. */
export const bastionAddress = "192.0.2.1";

/** Starts a real SSH server on loopback that lets `root` in by key, and through to the lab's own addresses only. */
export async function startBastion(options: BastionOptions): Promise<Bastion> {
  const sockets = new Set<Socket>();
  const ssh = new Server({ hostKeys: [options.hostKey.privateKey] }, (connection: Connection) => {
    connection.on("error", (error: Error) => options.log(`bastion: ${error.message}`));
    connection.on("authentication", (context) => authenticate(context, options.authorizedKey));
    connection.on("ready", () => {
      connection.on("session", (_accept, reject) => reject());
      connection.on("tcpip", (accept, reject, info) => {
        try {
          const inside = options.network.connect(info.destIP, info.destPort, bastionAddress);
          join(accept(), inside);
        } catch (error) {
          options.log(`bastion: ${error instanceof Error ? error.message : String(error)}`);
          reject();
        }
      });
    });
  });
  const server = createServer((socket) => {
    sockets.add(socket);
    socket.setNoDelay(true); // as sshd does; without it every SFTP request through here takes 40 ms
    socket.once("close", () => sockets.delete(socket));
    socket.on("error", () => undefined);
    ssh.injectSocket(socket);
  });
  await new Promise<void>((resolve, reject) => {
    server.once("error", reject);
    server.listen(options.port, "127.0.0.1", () => resolve());
  });
  return {
    host: "127.0.0.1",
    port: (server.address() as AddressInfo).port,
    user,
    hostKey: options.hostKey.publicKey.split(" ").slice(0, 2).join(" "),
    stop() {
      const closed = new Promise<void>((resolve) => server.close(() => resolve()));
      for (const socket of sockets) socket.destroy();
      return closed;
    },
  };
}

function authenticate(context: AuthContext, authorizedKey: string): void {
  const allowed = utils.parseKey(authorizedKey);
  if (context.method !== "publickey" || context.username !== user || allowed instanceof Error) {
    return context.reject(["publickey"]);
  }
  if (!context.key.data.equals(allowed.getPublicSSH())) return context.reject(["publickey"]);
  const { signature, blob, hashAlgo } = context;
  if (signature && blob && allowed.verify(blob, signature, hashAlgo) !== true) return context.reject(["publickey"]);
  context.accept();
}

function join(outside: ServerChannel, inside: NodeJS.ReadWriteStream & { destroy(): unknown }): void {
  outside.pipe(inside);
  inside.pipe(outside);
  outside.on("error", () => inside.destroy());
  outside.on("close", () => inside.destroy());
  inside.on("close", () => outside.close());
}
