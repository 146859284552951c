import type { ProviderDriver } from "../framework/provider-driver";
import { methods } from "../rpc/methods";
import { providerImplementation } from "../rpc/provider-service";
import type { Identity } from "./certificate";
import { controlServices } from "./control-services";
import { GrpcServer } from "./grpc-server";

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
  const calls = providerImplementation(driver);
  const names = Object.keys(methods) as (keyof typeof methods)[];
  const served = [
    ...names.map((name) => ({ method: methods[name], answer: calls[name] })),
    ...controlServices(onShutdown),
  ];
  const server = new GrpcServer(served, {
    tls: tls && { key: tls.identity.privateKeyPem, cert: tls.identity.certificatePem, ca: tls.clientCertificate },
    maxMessageBytes: MAX_MESSAGE_BYTES,
  });
  await server.listen(socket);
  return { stop: () => server.stop(GRACE_MS) };
}
