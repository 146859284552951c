import type { Duplex } from "node:stream";
import { Client } from "ssh2";
import { NotYet } from "../remote/failures";
import { SftpChannel } from "./channel";
import { connectionFailure, mayPass } from "./failures";
import { hostKeyAlgorithms, pinnedKeys, wrongHostKey } from "./host-keys";
import { loginOf } from "./login";
import { type Endpoint, labelOf, type ServerConfig } from "./server-config";

/** A live SFTP connection. */
export interface Connection {
  readonly channel: SftpChannel;

  /** Called once when the connection is gone, for whatever reason. Who needs no such call any more leaves the set. */
  readonly onLost: Set<(reason: Error) => void>;

  close(): void;
}

const HANDSHAKE_MS = 20_000;
const KEEPALIVE_MS = 15_000;

/** A bastion is a machine that is up: a wrong name or port should show soon. */
const BASTION_PATIENCE_SECONDS = 15;

/** Makes one attempt to connect. Throws {@link NotYet} if a later one may succeed. */
export async function openConnection(server: ServerConfig, agent: string | undefined): Promise<Connection> {
  const { bastion } = server;
  const outer = bastion === undefined ? undefined : await openBastion(bastion, agent);
  try {
    const sock = outer === undefined || bastion === undefined ? undefined : await forward(outer, bastion, server);
    const client = await openClient(server, agent, sock);
    const onLost = new Set<(reason: Error) => void>();
    let channel: SftpChannel | undefined;
    const lose = (reason: Error): void => {
      client.end();
      outer?.end();
      channel?.lose(reason);
      const told = [...onLost];
      onLost.clear();
      for (const tell of told) tell(reason);
    };
    const lost = (): void => lose(new Error("the connection was lost"));
    client.on("error", lose);
    client.on("close", lost);
    // Behind a bastion the other side's end comes long before a close, and nothing is answered after it.
    client.on("end", lost);
    channel = await openSftp(client, server).catch((error: unknown) => {
      client.destroy();
      throw error;
    });
    return { channel, onLost, close: () => lose(new Error("the connection was closed")) };
  } catch (error) {
    outer?.end();
    throw error;
  }
}

async function openBastion(bastion: Endpoint, agent: string | undefined): Promise<Client> {
  return openClient(bastion, agent).catch((error: unknown) => {
    throw error instanceof NotYet
      ? new NotYet(`the bastion does not answer: ${error.message}`, BASTION_PATIENCE_SECONDS)
      : error;
  });
}

async function openClient(server: Endpoint, agent: string | undefined, sock?: Duplex): Promise<Client> {
  const pinned = pinnedKeys(server);
  const login = await loginOf(server, agent);
  const client = new Client();
  let offered: Buffer | undefined;
  return new Promise((resolve, reject) => {
    const fail = (error: Error & { level?: string }): void => {
      client.destroy();
      if (offered !== undefined) reject(wrongHostKey(server, offered, pinned));
      else if (error.level === "client-authentication")
        reject(connectionFailure(server, refusedLogin(server, login.name)));
      else if (error.level === "agent")
        reject(connectionFailure(server, `${login.name} cannot be used: ${error.message}`));
      else if (mayPass(error)) reject(new NotYet(`${labelOf(server)}: ${error.message}`));
      else reject(connectionFailure(server, error.message));
    };
    client.on("error", fail);
    client.once("close", () => fail(new Error(`${labelOf(server)} ended the connection`)));
    client.once("ready", () => resolve(client));
    client.connect({
      host: server.host,
      port: server.port,
      ...(sock === undefined ? {} : { sock }),
      username: server.user,
      ...login.options,
      algorithms: { serverHostKey: hostKeyAlgorithms(server) },
      hostVerifier: (key: Buffer) => {
        if (pinned.some((one) => one.equals(key))) return true;
        offered = Buffer.from(key);
        return false;
      },
      readyTimeout: HANDSHAKE_MS,
      keepaliveInterval: KEEPALIVE_MS,
      keepaliveCountMax: 3,
    });
    // SFTP sends small requests and waits for each: held back to be gathered, they would take 40 ms apiece.
    client.setNoDelay(true);
  });
}

function refusedLogin(server: Endpoint, loginName: string): string {
  return `The server refuses user "${server.user}" with ${loginName}.`;
}

async function forward(outer: Client, bastion: Endpoint, server: Endpoint): Promise<Duplex> {
  return new Promise((resolve, reject) => {
    outer.forwardOut("127.0.0.1", 0, server.host, server.port, (error, channel) => {
      if (error === undefined) resolve(channel);
      else if ((error as { reason?: unknown }).reason === PROHIBITED) {
        reject(
          connectionFailure(
            bastion,
            `The bastion forbids forwarding to ${server.host}:${server.port} (AllowTcpForwarding, PermitOpen).`,
          ),
        );
      } else {
        reject(new NotYet(`${labelOf(bastion)} cannot reach ${server.host}:${server.port}: ${error.message}`));
      }
    });
  });
}

/** SSH_OPEN_ADMINISTRATIVELY_PROHIBITED */
const PROHIBITED = 1;

async function openSftp(client: Client, server: Endpoint): Promise<SftpChannel> {
  const stream = await new Promise<Duplex>((resolve, reject) => {
    client.subsys("sftp", (error, channel) => (error === undefined ? resolve(channel) : reject(error)));
  }).catch((error: Error) => {
    throw connectionFailure(server, `The server offers no SFTP: ${error.message}`);
  });
  return SftpChannel.open(stream).catch((error: Error) => {
    throw connectionFailure(server, `The server's SFTP does not answer as it should: ${error.message}`);
  });
}
