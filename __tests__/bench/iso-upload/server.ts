import { createHash } from "node:crypto";
import { open } from "node:fs/promises";
import { createServer } from "node:https";
import type { IncomingMessage } from "node:http";
import type { AddressInfo } from "node:net";
import { createCertificate } from "../../../lib/lab/certificate";

/**
 * The least of a Proxmox VE to which an ISO can be uploaded: over TLS, into a file, its sha256 computed whether the
 * client gave one to compare with or not. It tells its parent where it is.
 */
const [, , target = ""] = process.argv;
const { certificate, key } = createCertificate();
const stored: { volid: string; size: number }[] = [];
const TASK = "UPID:pve1:00000001:00000001:00000001:imgcopy::bench@pve:";

const server = createServer({ cert: certificate, key }, (request, response) => {
  const path = new URL(request.url ?? "/", "https://server").pathname.replace("/api2/json", "");
  const data = request.method === "POST" ? receive(request) : Promise.resolve(answerTo(path));
  void data.then(
    (answer) => response.end(JSON.stringify({ data: answer })),
    (error: unknown) => response.writeHead(500, String(error).replaceAll(/[^ -~]/g, " ")).end("{}"),
  );
});
server.listen(0, "127.0.0.1", () => {
  process.send?.({ port: (server.address() as AddressInfo).port, certificate });
});

function answerTo(path: string): unknown {
  if (path === "/access/permissions") return { "/storage/local": { "Datastore.AllocateTemplate": 1 } };
  if (path.endsWith("/content")) return stored;
  if (path.endsWith("/storage/local/status")) return { content: "iso", active: 1, enabled: 1 };
  return { status: "stopped", exitstatus: "OK", upid: TASK, node: "pve1" };
}

/** Takes a form whose last part is the file. */
async function receive(request: IncomingMessage): Promise<string> {
  const boundary = /boundary=(.+)$/.exec(request.headers["content-type"] ?? "")?.[1] ?? "";
  const tail = `\r\n--${boundary}--\r\n`.length;
  const total = Number(request.headers["content-length"]);
  const hash = createHash("sha256");
  const file = await open(target, "w");
  let head = Buffer.alloc(0);
  let form: { readonly size: number; readonly checksum: string | undefined; readonly name: string } | undefined;
  let left = 0;
  try {
    for await (const block of request as AsyncIterable<Buffer>) {
      let bytes = block;
      if (form === undefined) {
        head = Buffer.concat([head, block]);
        const end = headEnd(head);
        if (end < 0) continue;
        form = read(head.toString("latin1", 0, end), total - end - tail);
        left = form.size;
        bytes = head.subarray(end);
      }
      const content = bytes.subarray(0, left);
      left -= content.length;
      hash.update(content);
      if (content.length > 0) await file.write(content);
    }
  } finally {
    await file.close();
  }
  const digest = hash.digest("hex");
  if (form === undefined || left > 0) throw new Error("the upload ended too early");
  if (form.checksum !== undefined && form.checksum !== digest) throw new Error("checksum mismatch");
  stored.push({ volid: `local:iso/${form.name}`, size: form.size });
  return TASK;
}

function headEnd(bytes: Buffer): number {
  const file = bytes.indexOf('filename="');
  const end = file < 0 ? -1 : bytes.indexOf("\r\n\r\n", file);
  return end < 0 ? -1 : end + 4;
}

function read(head: string, size: number): { size: number; checksum: string | undefined; name: string } {
  return {
    size,
    checksum: /name="checksum"\r\n\r\n([0-9a-f]{64})/.exec(head)?.[1],
    name: /filename="([^"]*)"/.exec(head)?.[1] ?? "",
  };
}
