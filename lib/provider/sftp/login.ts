import { readFile } from "node:fs/promises";
import type { AuthHandlerMiddleware, Client, ConnectConfig } from "ssh2";
import { CertifiedAgent } from "./agent";
import { certified } from "./certificate";
import { connectionFailure } from "./failures";
import { privateKeyOf } from "./private-key";
import { fingerprintOf } from "./host-keys";
import type { Endpoint } from "./server-config";

/** How to log in, and how to name it in a refusal. */
export interface Login {
  readonly name: string;

  /** For one connection. */
  options(client: Client): Pick<ConnectConfig, "authHandler">;

  /** Why the server did not let us in, when it has refused. */
  refusal(): string;
}

type Method = Extract<Parameters<Parameters<AuthHandlerMiddleware>[2]>[0], object>;

/** @param agent socket of the SSH agent, if there is one */
export async function loginOf(server: Endpoint, agent: string | undefined): Promise<Login> {
  if (server.identityFile !== undefined) return loginByFile(server, server.identityFile);
  const socket = server.identityAgent ?? agent;
  if (server.certificateFile !== undefined) {
    throw connectionFailure(server, "certificate_file needs the key that it certifies, in identity_file.");
  }
  if (socket === undefined || socket === "") {
    throw connectionFailure(server, "No identity_file is set, and there is no SSH agent: SSH_AUTH_SOCK is empty.");
  }
  return login(server, `the keys of the SSH agent at ${socket}`, (client) => ({
    type: "agent",
    username: server.user,
    agent: new CertifiedAgent(socket, client),
  }));
}

async function loginByFile(server: Endpoint, path: string): Promise<Login> {
  const text = await contentOf(server, "identity", path);
  const key = privateKeyOf(text);
  if (typeof key === "string") {
    // The parser's own message might quote the file.
    throw connectionFailure(
      server,
      key === "locked"
        ? `The identity file ${path} is protected by a passphrase: load it into the SSH agent and leave out identity_file.`
        : `The identity file ${path} holds no private key that can be used (OpenSSH or PEM).`,
    );
  }
  const name = `the key ${path} (${fingerprintOf(key.getPublicSSH())})`;
  const { certificateFile } = server;
  if (certificateFile === undefined) {
    return login(server, name, () => ({ type: "publickey", username: server.user, key }));
  }
  const line = (await contentOf(server, "certificate", certificateFile)).toString("latin1");
  const method = certified(key, line);
  if (typeof method === "string") throw connectionFailure(server, `The certificate ${certificateFile} ${method}`);
  return login(server, `${name} with the certificate ${certificateFile}`, (client) => ({
    type: "publickey",
    username: server.user,
    key: method(client),
  }));
}

async function contentOf(server: Endpoint, what: string, path: string): Promise<Buffer> {
  return readFile(path).catch((error: NodeJS.ErrnoException) => {
    throw connectionFailure(server, `The ${what} file ${path} cannot be read: ${error.code ?? error.message}.`);
  });
}

/** One way to log in is tried, and no other: a server gets no second guess. */
function login(server: Endpoint, name: string, methodFor: (client: Client) => Method): Login {
  let offered: readonly string[] = [];
  return {
    name,
    options: (client) => {
      let isTried = false;
      return {
        authHandler: ((left: readonly string[] | null, _partial: unknown, next: (method: Method | false) => void) => {
          offered = left ?? [];
          next(isTried ? false : methodFor(client));
          isTried = true;
        }) as AuthHandlerMiddleware,
      };
    },
    refusal: () => {
      const refused = `The server refuses user "${server.user}" with ${name}.`;
      if (offered.length === 0 || offered.includes("publickey")) return refused;
      const asks = `It lets users in by ${offered.join(" or ")} only`;
      return `${refused} ${asks}, which Slipway does not do: there is nobody to answer, and no password to keep. Allow publickey there.`;
    },
  };
}
