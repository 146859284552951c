/** Version of the plugin protocol that we speak, and of go-plugin's own handshake. */
export const PROTOCOL = 6;
const HANDSHAKE = 1;

/** What OpenTofu and Terraform put into a provider's environment, so that it can tell them from a user. */
const COOKIE = {
  name: "TF_PLUGIN_MAGIC_COOKIE",
  value: "d602bf8f470bc67ca7faa0386276bbdd4330efaf76d1a219cb4d6991ca9872b2",
};

/** The line that tells OpenTofu where to connect. The certificate, if any, is in base64 without padding. */
export function handshakeLine(socket: string, certificate?: Buffer): string {
  const encoded = certificate?.toString("base64").replace(/=+$/, "") ?? "";
  return `${HANDSHAKE}|${PROTOCOL}|unix|${socket}|grpc|${encoded}\n`;
}

/** What OpenTofu says to a provider that it starts. */
export interface Invitation {
  /** PEM of the certificate that OpenTofu will show; without it the connection is not encrypted. */
  readonly clientCertificate: string | undefined;
  /** Where the socket should be. */
  readonly socketDirectory: string | undefined;
}

/** @throws Error that says why nobody can be served: started by hand, or by too old a version */
export function readInvitation(environment: Readonly<Record<string, string | undefined>>): Invitation {
  if (environment[COOKIE.name] !== COOKIE.value)
    throw new Error(
      "This is a provider plugin of OpenTofu, which starts it by itself. To start it under a debugger: --reattach",
    );
  const versions = environment["PLUGIN_PROTOCOL_VERSIONS"]?.split(",").map(Number) ?? [PROTOCOL];
  if (!versions.includes(PROTOCOL))
    throw new Error(`It speaks plugin protocol ${PROTOCOL}; asked for was ${versions.join(", ")}.`);
  return {
    clientCertificate: environment["PLUGIN_CLIENT_CERT"] || undefined,
    socketDirectory: environment["PLUGIN_UNIX_SOCKET_DIR"] || undefined,
  };
}
