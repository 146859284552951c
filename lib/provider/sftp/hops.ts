import type { Duplex } from "node:stream";
import type { Client } from "ssh2";
import { NotYet } from "../remote/failures";
import { type ClientOptions, openClient, CHANNEL_MS } from "./client";
import { connectionFailure } from "./failures";
import { peerText } from "./peer-text";
import { type Endpoint, labelOf } from "./server-config";
import { within } from "./within";

/** A way through bastions, which stay connected until it is released. */
export interface Way {
  readonly sock: Duplex;
  release(): void;
}

interface Entry {
  readonly client: Promise<Client>;
  /** What the bastion itself is reached through. */
  readonly way: Promise<Way | undefined>;
  users: number;
}

/** A bastion is a machine that is up: a wrong name or port should show soon. */
const PATIENCE_SECONDS = 15;

/** Connections to bastions, each shared by all that is reached through it. */
export class Hops {
  private readonly entries = new Map<string, Entry>();

  constructor(private readonly options: Omit<ClientOptions, "sock">) {}

  /**
   * Opens a way to a server.
   *
   * @param chain the bastions in their order; none for a server that is reached directly
   */
  async way(chain: readonly Endpoint[], server: Endpoint): Promise<Way | undefined> {
    const last = chain.at(-1);
    if (last === undefined) return undefined;
    const hop = await this.reach(chain);
    try {
      return { sock: await this.forwarded(hop.client, last, server), release: hop.release };
    } catch (error) {
      hop.release();
      throw error;
    }
  }

  private async reach(chain: readonly Endpoint[]): Promise<{ readonly client: Client; release(): void }> {
    const key = JSON.stringify(chain);
    const entry = this.entries.get(key) ?? this.open(chain, key);
    entry.users++;
    let isReleased = false;
    const release = (): void => {
      if (isReleased) return;
      isReleased = true;
      entry.users--;
      if (entry.users === 0) this.end(key, entry);
    };
    try {
      return { client: await entry.client, release };
    } catch (error) {
      release();
      throw error;
    }
  }

  private open(chain: readonly Endpoint[], key: string): Entry {
    const bastion = chain.at(-1) as Endpoint;
    const way = this.way(chain.slice(0, -1), bastion);
    const client = way
      .then((through) =>
        openClient(bastion, { ...this.options, ...(through === undefined ? {} : { sock: through.sock }) }),
      )
      .catch((error: unknown) => {
        throw error instanceof NotYet && error.patience > PATIENCE_SECONDS
          ? new NotYet(`the bastion does not answer: ${peerText(error.message)}`, PATIENCE_SECONDS)
          : error;
      });
    const entry: Entry = { client, way, users: 0 };
    this.entries.set(key, entry);
    client.then(
      (open) => void open.on("close", () => this.end(key, entry)),
      () => undefined,
    );
    return entry;
  }

  /** A bastion says nothing for as long as it tries to connect, which may be minutes. */
  private async forwarded(outer: Client, bastion: Endpoint, server: Endpoint): Promise<Duplex> {
    const opened = forward(outer, bastion, server);
    const late = (seconds: number): NotYet =>
      new NotYet(`${labelOf(bastion)} has not reached ${server.host}:${server.port} for ${seconds} s`);
    try {
      return await within(this.options.channelMs ?? CHANNEL_MS, opened, late);
    } catch (error) {
      opened.then(
        (channel) => channel.destroy(),
        () => undefined,
      );
      throw error;
    }
  }

  private end(key: string, entry: Entry): void {
    if (this.entries.get(key) === entry) this.entries.delete(key);
    entry.client.then(
      (open) => open.end(),
      () => undefined,
    );
    entry.way.then(
      (way) => way?.release(),
      () => undefined,
    );
  }
}

/** SSH_OPEN_ADMINISTRATIVELY_PROHIBITED */
const PROHIBITED = 1;

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
        reject(
          new NotYet(`${labelOf(bastion)} cannot reach ${server.host}:${server.port}: ${peerText(error.message)}`),
        );
      }
    });
  });
}
