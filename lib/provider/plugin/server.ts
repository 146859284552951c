import { Server, ServerCredentials } from "@grpc/grpc-js";
import type { ProviderDriver } from "../framework/provider-driver";
import { methods } from "../rpc/methods";
import { providerImplementation } from "../rpc/provider-service";
import type { Identity } from "./certificate";
import { controlImplementation, controlMethods } from "./control-services";

const MAX_MESSAGE_BYTES = 256 * 1024 * 1024;

/** Time that answers under way get when OpenTofu ends us. */
const GRACE_MS = 500;

export interface RunningServer {
  /** Ends every connection; settles soon, whatever they do. */
  stop(): Promise<void>;
}

/** How the two sides know each other: our own identity, and the certificate that OpenTofu will show. */
export interface MutualTls {
  readonly identity: Identity;
  readonly clientCertificate: string;
}

/** Serves a provider on a Unix socket. Without TLS only in debugging, where the folder's mode is the guard. */
export async function startServer<Client>(
  driver: ProviderDriver<Client>,
  socket: string,
  tls: MutualTls | undefined,
  onShutdown: () => void,
): Promise<RunningServer> {
  const server = new Server({
    "grpc.max_receive_message_length": MAX_MESSAGE_BYTES,
    "grpc.max_send_message_length": MAX_MESSAGE_BYTES,
  });
  const control = controlImplementation(onShutdown);
  server.addService(methods, providerImplementation(driver));
  server.addService(controlMethods.controller, control.controller);
  server.addService(controlMethods.stdio, control.stdio);
  server.addService(controlMethods.broker, control.broker);
  await new Promise<void>((resolve, reject) => {
    server.bindAsync(`unix:${socket}`, credentials(tls), (error) => (error === null ? resolve() : reject(error)));
  });
  return { stop: () => stop(server) };
}

function credentials(tls: MutualTls | undefined): ServerCredentials {
  if (tls === undefined) return ServerCredentials.createInsecure();
  const { identity, clientCertificate } = tls;
  const pair = { private_key: Buffer.from(identity.privateKeyPem), cert_chain: Buffer.from(identity.certificatePem) };
  return ServerCredentials.createSsl(Buffer.from(clientCertificate), [pair], true);
}

function stop(server: Server): Promise<void> {
  return new Promise((resolve) => {
    const force = setTimeout(() => {
      server.forceShutdown();
      resolve();
    }, GRACE_MS);
    server.tryShutdown(() => {
      clearTimeout(force);
      resolve();
    });
  });
}
