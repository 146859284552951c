import { httpsTransport } from "../../../lib/provider/proxmox/transport";
import { HttpsServer } from "./https-server";

const MIB = 1024 * 1024;

describe("an answer of the Proxmox API", () => {
  let server: HttpsServer;
  beforeAll(async () => {
    server = await HttpsServer.start(({ line }) => ({ text: " ".repeat(line.includes("/small") ? MIB : 65 * MIB) }));
  });
  afterAll(() => server.stop());

  const ask = (path: string): Promise<unknown> =>
    httpsTransport(new URL(server.endpoint), { ca: server.ca })({
      method: "GET",
      path,
      headers: {},
      idleMs: 10_000,
      signal: undefined,
    });

  it("is read whole", async () => {
    expect(await ask("/small")).toMatchObject({ status: 200, body: " ".repeat(MIB) });
  });

  it("is refused beyond 64 MiB, and not kept", async () => {
    await expect(ask("/large")).rejects.toThrow(`the answer is larger than ${64 * MIB} bytes`);
  });
});
