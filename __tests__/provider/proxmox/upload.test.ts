import { Readable } from "node:stream";
import { connectProxmox } from "../../../lib/provider/proxmox/client";
import { HttpsServer, type Answer } from "./https-server";

let server: HttpsServer | undefined;

afterEach(async () => {
  await server?.stop();
  server = undefined;
});

async function uploadTo(
  answer: Answer,
  stream: Readable,
  size: number,
  options: { fileName?: string; signal?: AbortSignal } = {},
) {
  server = await HttpsServer.start(() => answer);
  const client = connectProxmox({
    endpoint: server.endpoint,
    apiToken: "a@pve!b=secret-0d8b",
    caCertificate: server.ca,
  });
  const upload = {
    node: "pve1",
    storage: "local",
    content: "iso" as const,
    fileName: options.fileName ?? "install-0123.iso",
    size,
    sha256: "ab".repeat(32),
    stream,
  };
  return { pve: server, result: client.upload(upload, options.signal).catch((error: unknown) => error) };
}

/** Counts what is taken from it. */
function blocks(count: number, length: number): { stream: Readable; produced: () => number } {
  let produced = 0;
  const stream = new Readable({
    highWaterMark: length,
    read() {
      this.push(produced < count ? Buffer.alloc(length, produced++ & 0xff) : null);
    },
  });
  return { stream, produced: () => produced };
}

describe("upload", () => {
  it("sends the fields first, then the file, with its length known up front", async () => {
    const { pve, result } = await uploadTo(
      { json: { data: "UPID:x" } },
      Readable.from([Buffer.from("abc"), Buffer.from("de")]),
      5,
    );

    expect(await result).toBe("UPID:x");
    const [request] = pve.seen;
    const boundary = /boundary=(.+)$/.exec(request?.headers["content-type"] ?? "")?.[1];
    expect(request?.line).toBe("POST /api2/json/nodes/pve1/storage/local/upload");
    expect(request?.headers["transfer-encoding"]).toBeUndefined();
    expect(request?.headers["content-length"]).toBe(String(request?.body.length));
    expect(request?.body.toString().replaceAll(String(boundary), "B")).toBe(
      [
        '--B\r\nContent-Disposition: form-data; name="content"\r\n\r\niso',
        '--B\r\nContent-Disposition: form-data; name="checksum-algorithm"\r\n\r\nsha256',
        `--B\r\nContent-Disposition: form-data; name="checksum"\r\n\r\n${"ab".repeat(32)}`,
        '--B\r\nContent-Disposition: form-data; name="filename"; filename="install-0123.iso"\r\nContent-Type: application/octet-stream\r\n\r\nabcde',
        "--B--\r\n",
      ].join("\r\n"),
    );
  });

  it("takes no more of the file than the network does", async () => {
    const { stream, produced } = blocks(4096, 64 * 1024);
    const stop = new AbortController();
    server = await HttpsServer.start(() => ({}));
    // A server that reads nothing: only what fits into the buffers on the way is ever produced.
    const client = connectProxmox({
      endpoint: server.endpoint,
      apiToken: "a@pve!b=secret-0d8b",
      transport: async ({ body, signal }) => {
        const bytes = (body as AsyncIterable<Buffer>)[Symbol.asyncIterator]();
        await bytes.next();
        await bytes.next();
        await new Promise((resolve) => signal?.addEventListener("abort", resolve));
        throw new Error("interrupted");
      },
    });
    const upload = {
      node: "pve1",
      storage: "local",
      content: "iso" as const,
      fileName: "x.iso",
      size: 4096 * 65536,
      stream,
    };

    const result = client.upload(upload, stop.signal).catch((error: unknown) => error);
    await new Promise((resolve) => setImmediate(resolve));
    stop.abort();

    expect(await result).toMatchObject({ name: "AbortError" });
    expect(produced()).toBeLessThan(10);
    expect(stream.destroyed).toBe(true);
  });

  it.each([
    ["fewer", 4, "the file was announced with 4 bytes and has 3"],
    ["more", 2, "the file was announced with 2 bytes and has more"],
  ])("breaks off when the file has %s bytes than announced", async (_name, size, message) => {
    const { pve, result } = await uploadTo({ json: { data: "UPID:x" } }, Readable.from([Buffer.from("abc")]), size);

    const error = (await result) as Error;

    expect(error.message).toContain(message);
    expect(pve.seen.filter(({ line }) => !line.includes("broken off"))).toEqual([]);
  });

  it("says what the file's own error was", async () => {
    const stream = Readable.from(
      (async function* () {
        yield Buffer.from("a");
        await Promise.reject(new Error("the disk is gone"));
      })(),
    );

    const { result } = await uploadTo({}, stream, 10);

    expect(await result).toMatchObject({ name: "SourceError", cause: { message: "the disk is gone" } });
  });

  it("reports a refusal", async () => {
    const reason = "Permission check failed (/storage/local, Datastore.AllocateTemplate)";

    const { result } = await uploadTo({ status: 403, reason }, Readable.from([Buffer.from("abc")]), 3);

    expect(((await result) as Error).message).toContain('"a@pve!b" lacks Datastore.AllocateTemplate on /storage/local');
  });

  it("stops when it is interrupted", async () => {
    const stop = new AbortController();
    const stream = Readable.from(
      (async function* () {
        yield Buffer.from("a");
        stop.abort();
        await new Promise((resolve) => setImmediate(resolve));
        yield Buffer.from("b");
      })(),
    );

    const { result } = await uploadTo({}, stream, 2, { signal: stop.signal });

    expect(await result).toMatchObject({ name: "AbortError" });
    expect(stream.destroyed).toBe(true);
  });

  it.each(['a".iso', "a\r\nX: y.iso", "a\\b.iso"])("refuses %j as file name", async (fileName) => {
    const { pve, result } = await uploadTo({}, Readable.from([Buffer.from("abc")]), 3, { fileName });

    expect(((await result) as Error).message).toContain("is not a file name for an upload");
    expect(pve.seen).toEqual([]);
  });
});
