import { Agent, type AgentOptions } from "node:https";
import type { Duplex } from "node:stream";
import type { TLSSocket } from "node:tls";
import { FingerprintError, type Fingerprint } from "./fingerprint";

/** By what a server is known. */
export interface TlsOptions {
  /** Authorities to trust instead of the system's, in PEM. */
  readonly ca?: string | undefined;

  /** The server's own certificate. With it nothing else is asked, but the authorities if they are given as well. */
  readonly fingerprint?: Fingerprint | undefined;

  /** Trusts any certificate. */
  readonly insecure?: boolean | undefined;

  /** Our own certificate and its key, in PEM, for a server that asks for one. */
  readonly client?: { readonly certificate: string; readonly key: string } | undefined;
}

/** Longest time for a connection to come about, TLS included. */
const CONNECT_MS = 30_000;

/** An agent of `node:https` that talks to servers known by these means only. */
export function tlsAgent(tls: TlsOptions, options: AgentOptions): Agent {
  const { ca, fingerprint, insecure, client } = tls;
  const all: AgentOptions = {
    ...options,
    ...(ca === undefined ? {} : { ca }),
    ...(client === undefined ? {} : { cert: client.certificate, key: client.key }),
    rejectUnauthorized: insecure !== true && (fingerprint === undefined || ca !== undefined),
  };
  return fingerprint === undefined ? new Agent(all) : new PinningAgent(all, fingerprint);
}

type Connect = Agent["createConnection"];

/** Hands out a connection when the server has shown the pinned certificate: not a byte of a request is sent before. */
class PinningAgent extends Agent {
  constructor(
    options: AgentOptions,
    private readonly fingerprint: Fingerprint,
  ) {
    // A resumed connection shows no certificate.
    super({ ...options, maxCachedSessions: 0 });
  }

  override createConnection(...[options, callback]: Parameters<Connect>): Duplex | null | undefined {
    const socket = super.createConnection(options) as TLSSocket;
    const fail = (error: Error): void => {
      socket.destroy();
      callback?.(error, socket);
    };
    socket.once("error", fail);
    socket.setTimeout(CONNECT_MS, () => fail(Object.assign(new Error("no connection in time"), { code: "ETIMEDOUT" })));
    socket.once("secureConnect", () => {
      socket.off("error", fail);
      socket.removeAllListeners("timeout");
      socket.setTimeout(options.timeout ?? 0);
      const shown = socket.getPeerX509Certificate()?.fingerprint256;
      if (shown === this.fingerprint) callback?.(null, socket);
      else fail(new FingerprintError(this.fingerprint, shown));
    });
    return undefined;
  }
}
