import type { Duplex } from "node:stream";
import type { Client } from "ssh2";
import { NotYet } from "../remote/failures";
import { SftpChannel } from "./channel";
import { type ClientOptions, openClient, CHANNEL_MS } from "./client";
import { connectionFailure } from "./failures";
import type { Hops } from "./hops";
import { peerText } from "./peer-text";
import { type Endpoint, labelOf, type ServerConfig } from "./server-config";
import { within } from "./within";

/** A live SFTP connection. */
export interface Connection {
  readonly channel: SftpChannel;

  /** Called once when the connection is gone, for whatever reason. Who needs no such call any more leaves the set. */
  readonly onLost: Set<(reason: Error) => void>;

  close(): void;
}

/** Makes one attempt to connect. Throws NotYet if a later one may succeed. */
export async function openConnection(
  server: ServerConfig,
  hops: Hops,
  options: Omit<ClientOptions, "sock">,
): Promise<Connection> {
  const way = await hops.way(server.bastions, server);
  try {
    const client = await openClient(server, { ...options, ...(way === undefined ? {} : { sock: way.sock }) });
    const ms = options.channelMs ?? CHANNEL_MS;
    const channel = await within(ms, openSftp(client, server), (seconds) => {
      return new NotYet(`${labelOf(server)}: its SFTP has not answered for ${seconds} s`);
    }).catch((error: unknown) => {
      client.destroy();
      throw error;
    });
    const onLost = new Set<(reason: Error) => void>();
    const lose = (reason: Error): void => {
      client.end();
      way?.release();
      channel.lose(reason);
      const told = [...onLost];
      onLost.clear();
      for (const tell of told) tell(reason);
    };
    const lost = (): void => lose(new Error("the connection was lost"));
    client.on("error", lose);
    client.on("close", lost);
    // Behind a bastion the other side's end comes long before a close, and nothing is answered after it.
    client.on("end", lost);
    return { channel, onLost, close: () => lose(new Error("the connection was closed")) };
  } catch (error) {
    way?.release();
    throw error;
  }
}

async function openSftp(client: Client, server: Endpoint): Promise<SftpChannel> {
  const stream = await new Promise<Duplex>((resolve, reject) => {
    client.subsys("sftp", (error, channel) => (error === undefined ? resolve(channel) : reject(error)));
  }).catch((error: Error) => {
    throw connectionFailure(server, `The server offers no SFTP: ${peerText(error.message)}`);
  });
  return SftpChannel.open(stream).catch((error: Error) => {
    throw connectionFailure(server, `The server's SFTP does not answer as it should: ${peerText(error.message)}`);
  });
}
