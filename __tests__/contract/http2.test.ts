import { spawn } from "node:child_process";
import { once } from "node:events";
import { connect, type ClientHttp2Session } from "node:http2";
import { createServer, type AddressInfo, type Server } from "node:net";
import fc from "fast-check";
import { Connection } from "../../lib/provider/http2/connection";
import { fuzzCases } from "../fuzz";
import { echo } from "../provider/http2/peer";
import { fromGo } from "./judges/judge";

/** The judge of HTTP/2 servers: it says whether each rule of the specifications of HTTP/2 and HPACK is kept. */
const h2spec = fromGo(
  "h2spec",
  "github.com/summerwind/h2spec",
  "2.2.1+incompatible",
  "github.com/summerwind/h2spec/cmd/h2spec",
);

jest.setTimeout(300_000);

describe("an HTTP/2 server of ours", () => {
  let server: Server;
  let port: number;
  /** What comes to each request's answer besides its own body. */
  const MORE = Buffer.from("and more");

  beforeAll(async () => {
    server = createServer((socket) => {
      new Connection(socket, echo(MORE));
    });
    server.listen(0, "127.0.0.1");
    await once(server, "listening");
    ({ port } = server.address() as AddressInfo);
  });
  afterAll(() => new Promise((resolve) => server.close(resolve)));

  (h2spec === undefined ? it.skip : it)("keeps the rules, says the judge", async () => {
    const args = ["--host", "127.0.0.1", "--port", String(port), "--timeout", "5"];
    const judge = spawn(h2spec ?? "", args, { stdio: ["ignore", "pipe", "inherit"], timeout: 240_000 });
    let said = "";
    judge.stdout.on("data", (piece: Buffer) => (said += piece.toString()));
    await once(judge, "close");

    // What it passes over is a limit of streams at a time, since we set none.
    expect(/^\d+ tests, .*$/m.exec(said)?.[0]).toBe("145 tests, 144 passed, 1 skipped, 0 failed");
  });

  it("answers another implementation's requests, of any size, side by side, in windows and with tables of any size", async () => {
    const request = fc.record({
      size: fc.oneof(fc.nat(100), fc.nat(200_000)),
      header: fc.dictionary(fc.stringMatching(/^x-[a-z]{1,8}$/), fc.stringMatching(/^[!-~]{0,60}$/), { maxKeys: 5 }),
    });
    const sessions = fc.record({
      window: fc.integer({ min: 1_000, max: 200_000 }),
      table: fc.constantFrom(0, 100, 4096, 65_536),
      requests: fc.array(request, { minLength: 1, maxLength: 12 }),
    });

    await fc.assert(
      fc.asyncProperty(sessions, async ({ window, table, requests }) => {
        const client = connect(`http://127.0.0.1:${port}`, {
          settings: { initialWindowSize: window, headerTableSize: table },
        });
        try {
          const answers = await Promise.all(
            requests.map(({ size, header }) => ask(client, { ...header, ":method": "POST" }, body(size))),
          );
          expect(answers.map((answer) => answer.equals)).toEqual(requests.map(() => true));
          expect(answers.map(({ trailer }) => trailer)).toEqual(requests.map(() => "0"));
        } finally {
          client.destroy();
        }
      }),
      { numRuns: Math.min(fuzzCases(60), 2000) },
    );
  });

  function body(size: number): Buffer {
    return Buffer.from(Array.from({ length: size }, (_, index) => (index * 7 + (index >> 8)) % 251));
  }

  async function ask(client: ClientHttp2Session, headers: Record<string, string>, sent: Buffer) {
    const stream = client.request({ ":path": "/echo", ...headers });
    let trailer: unknown;
    stream.on("trailers", (fields) => (trailer = fields["grpc-status"]));
    stream.end(sent);
    const pieces: Buffer[] = [];
    stream.on("data", (piece: Buffer) => pieces.push(piece));
    await once(stream, "end");
    return { equals: Buffer.concat(pieces).equals(Buffer.concat([sent, MORE])), trailer };
  }
});
