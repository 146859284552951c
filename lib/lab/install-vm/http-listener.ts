import type { IncomingMessage, RequestListener, ServerResponse } from "node:http";
import type { Nginx } from "./nginx-server";
import type { ServiceHost } from "./services";

const bodyLimit = 1024 * 1024;

/** Hands requests to nginx, with the address that they came from. */
export function listenerFor(nginx: Nginx, host: Pick<ServiceHost, "machine" | "address">): RequestListener {
  return (request, response) => {
    readBody(request).then(
      (body) => {
        const answer = nginx.answer({
          method: request.method ?? "GET",
          target: request.url ?? "/",
          body,
          remoteAddress: request.socket.remoteAddress ?? "",
          serverAddress: host.address,
          headers: Object.fromEntries(Object.entries(request.headers).map(([name, value]) => [name, String(value)])),
        });
        host.machine.served(request.method ?? "GET", request.url ?? "/", answer.status);
        send(request, response, answer);
      },
      () => response.destroy(),
    );
  };
}

function send(request: IncomingMessage, response: ServerResponse, answer: ReturnType<Nginx["answer"]>): void {
  const range = /^bytes=(\d+)-(\d*)$/.exec(request.headers.range ?? "");
  const size = answer.body.length;
  const first = Number(range?.[1] ?? 0);
  const last = Math.min(range?.[2] ? Number(range[2]) : size - 1, size - 1);
  const partial = range !== null && answer.status === 200 && first <= last;
  const body = partial ? answer.body.subarray(first, last + 1) : answer.body;
  response.writeHead(partial ? 206 : answer.status, {
    ...answer.headers,
    server: "nginx",
    "content-length": body.length,
    ...(partial ? { "content-range": `bytes ${first}-${last}/${size}` } : {}),
  });
  response.end(request.method === "HEAD" ? undefined : body);
}

/** What is more than any limit of a configuration need not be read to its end. */
async function readBody(request: IncomingMessage): Promise<Buffer> {
  const chunks: Buffer[] = [];
  let size = 0;
  for await (const chunk of request) {
    size += (chunk as Buffer).length;
    if (size > bodyLimit) break;
    chunks.push(chunk as Buffer);
  }
  return Buffer.concat(chunks);
}
