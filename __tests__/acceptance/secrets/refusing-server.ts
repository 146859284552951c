import { createServer } from "node:https";
import type { AddressInfo } from "node:net";
import { createCertificate } from "../../../lib/lab/certificate";

/** A WebDAV server that lets nobody in, and remembers how they tried. */
export interface RefusingServer {
  readonly url: string;
  /** Of its authority, in PEM. */
  readonly certificate: string;
  /** Each `Authorization` header that was sent. */
  readonly tried: readonly string[];
  stop(): Promise<void>;
}

/** On loopback, over TLS. */
export async function startRefusingServer(): Promise<RefusingServer> {
  const { certificate, key } = createCertificate();
  const tried: string[] = [];
  const server = createServer({ cert: certificate, key }, (request, response) => {
    tried.push(request.headers.authorization ?? "nothing");
    request.resume();
    response.writeHead(401, { "WWW-Authenticate": 'Basic realm="files"' }).end();
  });
  await new Promise<void>((resolve) => server.listen(0, "127.0.0.1", resolve));
  return {
    url: `https://127.0.0.1:${(server.address() as AddressInfo).port}/files/`,
    certificate,
    tried,
    stop: () =>
      new Promise<void>((resolve) => {
        server.close(() => resolve());
        server.closeAllConnections();
      }),
  };
}
