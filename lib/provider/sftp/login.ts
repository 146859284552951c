import { readFile } from "node:fs/promises";
import { type ConnectConfig, utils } from "ssh2";
import { connectionFailure } from "./failures";
import { fingerprintOf } from "./host-keys";
import type { Endpoint } from "./server-config";

/** How to log in, and how to name it in a refusal. */
export interface Login {
  readonly options: Pick<ConnectConfig, "privateKey" | "agent" | "authHandler">;
  readonly name: string;
}

/** @param agent socket of the SSH agent, if there is one */
export async function loginOf(server: Endpoint, agent: string | undefined): Promise<Login> {
  if (server.identityFile !== undefined) return loginByFile(server, server.identityFile);
  if (agent === undefined || agent === "") {
    throw connectionFailure(server, "No identity_file is set, and there is no SSH agent: SSH_AUTH_SOCK is empty.");
  }
  return { options: { agent, authHandler: ["agent"] }, name: `the keys of the SSH agent at ${agent}` };
}

async function loginByFile(server: Endpoint, path: string): Promise<Login> {
  const text = await readFile(path).catch((error: NodeJS.ErrnoException) => {
    throw connectionFailure(server, `The identity file ${path} cannot be read: ${error.code ?? error.message}.`);
  });
  const parsed = utils.parseKey(text);
  const key = Array.isArray(parsed) ? (parsed as unknown[])[0] : parsed;
  if (key instanceof Error || !isPrivate(key)) {
    // The parser's own message might quote the file.
    const isLocked = key instanceof Error && /passphrase|encrypted/i.test(key.message);
    throw connectionFailure(
      server,
      isLocked
        ? `The identity file ${path} is protected by a passphrase: load it into the SSH agent and leave out identity_file.`
        : `The identity file ${path} holds no private key that can be used (OpenSSH or PEM).`,
    );
  }
  return {
    options: { privateKey: text, authHandler: ["publickey"] },
    name: `the key ${path} (${fingerprintOf(key.getPublicSSH())})`,
  };
}

function isPrivate(key: unknown): key is { getPublicSSH(): Buffer } {
  return (
    typeof key === "object" &&
    key !== null &&
    "isPrivateKey" in key &&
    (key as { isPrivateKey(): boolean }).isPrivateKey()
  );
}
