import type { Duplex } from "node:stream";
import { Client } from "ssh2";
import { NotYet } from "../remote/failures";
import { ALGORITHMS, nothingInCommon } from "./algorithms";
import { connectionFailure, mayPass } from "./failures";
import { HostCheck } from "./host-check";
import { hostKeyAlgorithms } from "./host-keys";
import { loginOf } from "./login";
import { peerText } from "./peer-text";
import { type Endpoint, labelOf } from "./server-config";

/** How to behave on a connection. */
export interface ClientOptions {
  /** Socket of the SSH agent, for servers without an identity file. */
  readonly agent: string | undefined;

  /** Milliseconds after which a connection that is silent is asked for a sign of life; 0 for never. */
  readonly keepAliveMs: number;

  /**
   * Most milliseconds that it may take to open a channel once a user is logged in, which a server may leave unanswered.
   *
   * @default {@link CHANNEL_MS}
   */
  readonly channelMs?: number | undefined;

  /** A way to the server, if it is not reached directly. */
  readonly sock?: Duplex;
}

const HANDSHAKE_MS = 20_000;
export const CHANNEL_MS = 20_000;

/** So many signs of life may be missing before a connection counts as lost. */
const MOST_MISSING = 3;

/**
 * Connects and logs in.
 *
 * @throws NotYet if a later attempt may succeed; DiagnosticError if the server must not be talked to
 */
export async function openClient(server: Endpoint, options: ClientOptions): Promise<Client> {
  const host = new HostCheck(server);
  const login = await loginOf(server, options.agent);
  const client = new Client();
  return new Promise((resolve, reject) => {
    // After it has refused a host key, ssh2 goes on reading what came in the same piece. Nothing comes of that: before
    // this returns, the connection is gone and the promise rejected. What goes wrong then must be heard as well, or it
    // would end the process: hence `on`, not `once`.
    const fail = (error: Error & { level?: string }): void => {
      client.destroy();
      reject(host.refusal() ?? failureOf(server, login, error));
    };
    client.on("error", fail);
    client.once("close", () => fail(new Error(`${labelOf(server)} ended the connection`)));
    client.once("ready", () => resolve(client));
    client.connect({
      host: server.host,
      port: server.port,
      ...(options.sock === undefined ? {} : { sock: options.sock }),
      username: server.user,
      ...login.options(client),
      algorithms: { ...ALGORITHMS, serverHostKey: hostKeyAlgorithms(server) },
      hostVerifier: host.accepts,
      readyTimeout: HANDSHAKE_MS,
      keepaliveInterval: options.keepAliveMs,
      keepaliveCountMax: MOST_MISSING,
    });
    host.askForCertificates(client);
    // SFTP sends small requests and waits for each: held back to be gathered, they would take 40 ms apiece.
    client.setNoDelay(true);
  });
}

function failureOf(
  server: Endpoint,
  login: Awaited<ReturnType<typeof loginOf>>,
  error: Error & { level?: string },
): Error {
  const message = peerText(error.message); // it may quote the server, whoever that is
  const unsafe = error.level === "handshake" ? nothingInCommon(message) : undefined;
  if (unsafe !== undefined) return connectionFailure(server, unsafe);
  if (error.level === "client-authentication") return connectionFailure(server, login.refusal());
  if (error.level === "agent") return connectionFailure(server, `${login.name} cannot be used: ${message}`);
  if (mayPass(error)) return new NotYet(`${labelOf(server)}: ${message}`);
  return connectionFailure(server, message);
}
