import { ProviderDriver } from "../framework/provider-driver";
import type { Provider } from "../framework/resource";
import { selfSigned } from "./certificate";
import { guardProcess } from "./guard";
import { handshakeLine, PROTOCOL, readInvitation } from "./handshake";
import { captureConsole } from "./log";
import { startServer } from "./server";
import { socketFolder } from "./socket-folder";

export interface ServeOptions {
  readonly environment: Readonly<Record<string, string | undefined>>;
  readonly arguments: readonly string[];
  /** Full address, as in `required_providers`; reattaching needs it. */
  readonly address: string;
}

/** Serves a provider to the OpenTofu that started this process, until that one is done with it. */
export async function serve<Client>(provider: Provider<Client>, options: ServeOptions): Promise<void> {
  if (options.arguments.includes("--reattach")) return serveForDebugging(provider, options);
  const invitation = readInvitationOrExit(options.environment);
  captureConsole();
  const driver = new ProviderDriver(provider);
  const folder = socketFolder(invitation.socketDirectory);
  const { clientCertificate } = invitation;
  const identity = clientCertificate === undefined ? undefined : selfSigned();
  const tls = identity === undefined || clientCertificate === undefined ? undefined : { identity, clientCertificate };
  const server = await startServer(driver, folder.socket, tls, () => void end());
  const end = guardProcess(() => driver.session.interrupt(), server.stop);
  process.stdout.write(handshakeLine(folder.socket, identity?.certificate));
}

function readInvitationOrExit(environment: ServeOptions["environment"]): ReturnType<typeof readInvitation> {
  try {
    return readInvitation(environment);
  } catch (error) {
    process.stderr.write(`${error instanceof Error ? error.message : String(error)}\n`);
    process.exit(1);
  }
}

/**
 * Serves without an OpenTofu above it, under a debugger say: prints what TF_REATTACH_PROVIDERS has to be for an
 * OpenTofu that shall use this process, and stays until interrupted.
 */
async function serveForDebugging<Client>(provider: Provider<Client>, { address }: ServeOptions): Promise<void> {
  const folder = socketFolder();
  const server = await startServer(new ProviderDriver(provider), folder.socket, undefined, () => undefined);
  const reattach = {
    [address]: {
      Protocol: "grpc",
      ProtocolVersion: PROTOCOL,
      Pid: process.pid,
      Test: true,
      Addr: { Network: "unix", String: folder.socket },
    },
  };
  process.stdout.write(`TF_REATTACH_PROVIDERS='${JSON.stringify(reattach)}'\n`);
  process.once("SIGINT", () => void server.stop().then(() => process.exit(0)));
  process.once("SIGTERM", () => void server.stop().then(() => process.exit(0)));
}
